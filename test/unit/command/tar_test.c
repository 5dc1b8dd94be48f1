#include "unit.h"

#include "command/tar.h"

#include <dirent.h>
#include <unistd.h>

static struct job job;
static char *folder;

static int start(void **state)
{
    job_start(&job, 1764017202000);
    folder = str_c(&job.mem, S("/tmp/stoppress-tar-XXXXXX"));
    return mkdtemp(folder) ? 0 : -1;
}

static char *in_folder(const char *name)
{
    return str_c(&job.mem, str_printf(&job.mem, "%s/%s", folder, name));
}

static int end(void **state)
{
    DIR *dir = opendir(folder);
    for (struct dirent *entry; (entry = readdir(dir));)
        unlink(in_folder(entry->d_name));
    closedir(dir);
    rmdir(folder);
    job_end(&job);
    return 0;
}

static void put(const char *path, struct str bytes)
{
    FILE *file = fopen(path, "w");
    fwrite(bytes.at, 1, bytes.len, file);
    fclose(file);
}

static struct str get(const char *path)
{
    static char bytes[1 << 17];
    FILE *file = fopen(path, "r");
    size_t len = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    return (struct str){bytes, len};
}

static void make(const char *path, const struct str *contents, size_t count)
{
    struct tar_writer tar;
    assert_job(tar_create(&job, path, &tar), &job);
    for (size_t i = 0; i < count; i++) {
        char name[] = {(char)('a' + i), '\0'};
        put(in_folder("in"), contents[i]);
        assert_job(tar_add_file(&job, &tar, name, in_folder("in")), &job);
    }
    assert_job(tar_finish(&job, &tar), &job);
    tar_abandon(&tar);
}

static void what_goes_in_comes_out(void **state)
{
    char block[512], many[100000];
    memset(block, 'b', sizeof(block));
    memset(many, 'm', sizeof(many));
    const struct str contents[] = {S(""), S("x"), {block, 511}, {block, 512}, {many, sizeof(many)}};
    struct tar_reader tar;
    struct str name;
    bool found;
    make(in_folder("t"), contents, ARRAY_LEN(contents));
    assert_job(tar_open(&job, in_folder("t"), &tar), &job);
    for (size_t i = 0; i < ARRAY_LEN(contents); i++) {
        assert_job(tar_next(&job, &tar, &found, &name), &job);
        assert_true(found);
        assert_int_equal(name.at[0], 'a' + i);
        unlink(in_folder("out"));
        if (i == 3)
            continue; // passed over
        assert_job(tar_extract(&job, &tar, in_folder("out")), &job);
        assert_true(str_eq(get(in_folder("out")), contents[i]));
    }
    assert_job(tar_next(&job, &tar, &found, &name), &job);
    assert_false(found);
    tar_close(&tar);
}

static void nothing_is_overwritten(void **state)
{
    struct tar_writer tar;
    put(in_folder("t"), S("mine"));
    assert_false(tar_create(&job, in_folder("t"), &tar));
    assert_int_equal(job.fault.kind, FAULT_CONFLICT);
    assert_str(get(in_folder("t")), "mine");
}

static void an_abandoned_one_is_gone(void **state)
{
    struct tar_writer tar;
    assert_job(tar_create(&job, in_folder("t"), &tar), &job);
    tar_abandon(&tar);
    assert_int_not_equal(access(in_folder("t"), F_OK), 0);
}

// Any one byte of a header wrong, or any end cut off: refused, and nothing read beyond it.
static void damage_is_seen(void **state)
{
    const struct str contents[] = {S("some content")};
    make(in_folder("t"), contents, 1);
    char whole[4096];
    struct str bytes = get(in_folder("t"));
    memcpy(whole, bytes.at, bytes.len);
    for (size_t at = 0; at < 512; at += 3) {
        struct tar_reader tar;
        struct str name;
        bool found;
        whole[at] ^= 0x55;
        put(in_folder("bent"), (struct str){whole, bytes.len});
        whole[at] ^= 0x55;
        assert_job(tar_open(&job, in_folder("bent"), &tar), &job);
        assert_false(tar_next(&job, &tar, &found, &name));
        assert_int_equal(job.fault.kind, FAULT_INVALID);
        job_forgive(&job);
        tar_close(&tar);
    }
    for (size_t len = 0; len < 520; len += 7) {
        struct tar_reader tar;
        struct str name;
        bool found;
        put(in_folder("cut"), (struct str){whole, len});
        unlink(in_folder("out"));
        assert_job(tar_open(&job, in_folder("cut"), &tar), &job);
        assert_false(tar_next(&job, &tar, &found, &name) &&
                     tar_extract(&job, &tar, in_folder("out")));
        job_forgive(&job);
        tar_close(&tar);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_goes_in_comes_out, start, end),
        cmocka_unit_test_setup_teardown(nothing_is_overwritten, start, end),
        cmocka_unit_test_setup_teardown(an_abandoned_one_is_gone, start, end),
        cmocka_unit_test_setup_teardown(damage_is_seen, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
