// parse∘write = same; a rendition is inside its picture, whatever the numbers.
#include "fuzz.h"

#include "media/internal.h"

static void check_cut(const uint8_t *data, size_t size, struct media_rendition rendition)
{
    uint8_t numbers[10] = {0};
    struct media_cut cut;
    memcpy(numbers, data, size < sizeof(numbers) ? size : sizeof(numbers));
    rendition.width = 1 + numbers[0] + 256 * numbers[1] + 65536 * (numbers[2] % 16);
    rendition.height = 1 + numbers[3] + 256 * numbers[4] + 65536 * (numbers[5] % 16);
    rendition.focal_x = numbers[6] % 101;
    rendition.focal_y = numbers[7] % 101;
    rendition.shape = (enum media_shape)(numbers[8] % MEDIA_SHAPES);
    rendition.rendition_width = media_widths[numbers[9] % MEDIA_WIDTHS];
    media_cut_of(&rendition, &cut);
    LAW(cut.left >= 0 && cut.top >= 0 && cut.width >= 1 && cut.height >= 1);
    LAW(cut.left + cut.width <= cut.across && cut.top + cut.height <= cut.down);
    LAW(cut.width <= rendition.rendition_width && cut.width <= rendition.width);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size}, tag, again;
    struct media_rendition found;
    int64_t id;
    AUTO_JOB job;
    job_start(&job, 0);
    if (media_path_parse(rest, &id, &found, &tag)) {
        LAW(id > 0);
        found.hash = S("a");
        // The tag is not kept: ours in place of the given one, all else must be as it was.
        struct str path = str_after(media_path(&job.mem, id, &found), sizeof("/media/") - 1);
        LAW(path.len == rest.len && media_path_parse(path, &id, &found, &again));
        size_t front = (size_t)str_find_char(rest, '/') + 1 + tag.len;
        LAW(str_eq(str_after(path, front), str_after(rest, front)));
    }
    found = (struct media_rendition){.hash = S("a")};
    check_cut(data, size, found);
    return 0;
}
