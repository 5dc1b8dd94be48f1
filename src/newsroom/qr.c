#include "newsroom/qr.h"

#include <qrencode.h>

enum { QUIET = 4, PATH_BYTES_MAX = 1 << 18 }; // ISO/IEC 18004, 6.3.8: four modules around

// Dark modules beside each other are one step: "M4 4h7v1h-7z".
static void add_row(struct buf *b, const QRcode *code, int y)
{
    const unsigned char *row = code->data + (size_t)y * (size_t)code->width;
    for (int x = 0; x < code->width;) {
        int end = x;
        while (end < code->width && (row[end] & 1))
            end++;
        if (end > x)
            buf_printf(b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, end - x, end - x);
        x = end > x ? end : x + 1;
    }
}

bool qr_path(struct job *job, struct str text, int *size, struct str *path)
{
    struct buf b;
    QRcode *code = QRcode_encodeString8bit(str_c(&job->mem, text), 0, QR_ECLEVEL_M);
    if (!code)
        return job_fail(job, FAULT_INVALID, "this is too long for a QR code");
    buf_start(&b, &job->mem, PATH_BYTES_MAX);
    for (int y = 0; y < code->width; y++)
        add_row(&b, code, y);
    int width = code->width + 2 * QUIET;
    QRcode_free(code);
    if (!buf_done(job, &b, path))
        return false;
    *size = width;
    return true;
}
