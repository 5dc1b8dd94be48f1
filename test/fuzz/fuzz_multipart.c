// A form's parts are slices of its body, in order, without overlap; what is written as a form is
// read as the same.
#include "fuzz.h"

#include "http/multipart.h"

#define TYPE S("multipart/form-data; boundary=b0und")

static void check_parts(const struct multipart *form, struct str body)
{
    const char *last = body.at;
    for (size_t i = 0; i < form->count; i++) {
        struct str name = form->parts[i].name, bytes = form->parts[i].bytes;
        LAW(name.at >= last && name.at + name.len <= bytes.at);
        LAW(bytes.at + bytes.len <= body.at + body.len);
        LAW(is_utf8_text(name));
        last = bytes.at + bytes.len;
    }
}

static void check_writing(struct job *job, struct str bytes)
{
    struct buf b;
    struct multipart form;
    if (str_starts(bytes, S("--b0und")) || str_find(bytes, S("\r\n--b0und")) >= 0)
        return;
    buf_start(&b, &job->mem, bytes.len + 1024);
    buf_add(&b, S("--b0und\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\\\"y\"\r\n"
                  "Content-Type: image/png\r\n\r\n"));
    buf_add(&b, bytes);
    buf_add(&b, S("\r\n--b0und--\r\n"));
    LAW(multipart_parse(job, TYPE, buf_str(&b), &form));
    LAW(form.count == 1 && form.parts[0].is_file && str_eq(form.parts[0].bytes, bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size}, type, body;
    struct multipart form;
    AUTO_JOB job;
    job_start(&job, 0);
    check_writing(&job, text);
    if (multipart_parse(&job, TYPE, text, &form))
        check_parts(&form, text);
    job_forgive(&job);
    if (str_split(text, '\n', &type, &body) && multipart_parse(&job, type, body, &form))
        check_parts(&form, body);
    return 0;
}
