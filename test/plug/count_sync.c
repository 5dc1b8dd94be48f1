// A disk that keeps a ledger, for tests: laid over the program (LD_PRELOAD), it counts what is
// written to the database and its write-ahead log and what is synced, and remembers which writes no
// sync has covered yet: what a power cut may take away. The ledger is a file, shared, whole after
// kill -9.
//
//   DISK_LEDGER=/tmp/ledger LD_PRELOAD=count_sync.so stoppress serve …
//
// Never: changes what a call does or answers.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { WRITES_MAX = 65536 };

// disk.mjs reads these bytes: whole numbers of 8 bytes, little end first.
struct ledger {
    uint64_t syncs;       // of either file
    uint64_t log_writes;  // to the write-ahead log
    uint64_t unsynced[2]; // writes that no sync has covered: of the log, of the database
    uint64_t overflowed;  // more than fit below
    uint64_t count;       // of those below
    struct {
        uint64_t file, offset, bytes; // file 1: the log, 2: the database, 0: synced
    } writes[WRITES_MAX];
};

static struct ledger *ledger;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_fsync)(int), (*real_fdatasync)(int);

__attribute__((constructor)) static void open_ledger(void)
{
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    const char *path = getenv("DISK_LEDGER");
    int fd = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (fd < 0 || ftruncate(fd, sizeof(struct ledger)) != 0) {
        fputs("count_sync: DISK_LEDGER cannot be opened\n", stderr);
        abort();
    }
    void *at = mmap(NULL, sizeof(struct ledger), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED)
        abort();
    ledger = at;
    close(fd);
}

static int ends(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

// 1: the write-ahead log, 2: the database, 0: any other file.
static unsigned file_of(int fd)
{
    char link[64], path[4096];
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, sizeof(path) - 1);
    if (len < 0)
        return 0;
    path[len] = '\0';
    return ends(path, "/stoppress.db-wal") ? 1 : ends(path, "/stoppress.db") ? 2 : 0;
}

// Before the write begins: who is killed in the middle has written, as far as anybody can know.
static void note_write(unsigned file, off64_t offset, size_t bytes)
{
    pthread_mutex_lock(&lock);
    ledger->log_writes += file == 1;
    ledger->unsynced[file - 1]++;
    if (ledger->count == WRITES_MAX) {
        ledger->overflowed = 1;
    } else {
        ledger->writes[ledger->count].file = file;
        ledger->writes[ledger->count].offset = (uint64_t)offset;
        ledger->writes[ledger->count].bytes = bytes;
        ledger->count++;
    }
    pthread_mutex_unlock(&lock);
}

// Writes that began while the sync was under way are not covered by it.
static void note_sync(unsigned file, uint64_t count_before, uint64_t unsynced_before)
{
    pthread_mutex_lock(&lock);
    uint64_t kept = 0;
    for (uint64_t i = 0; i < ledger->count; i++) {
        if (ledger->writes[i].file != file || i >= count_before)
            ledger->writes[kept++] = ledger->writes[i];
    }
    ledger->count = kept;
    ledger->unsynced[file - 1] -= unsynced_before;
    ledger->syncs++;
    pthread_mutex_unlock(&lock);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset)
{
    unsigned file = file_of(fd);
    if (file)
        note_write(file, offset, count);
    return real_pwrite(fd, bytes, count, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
    return pwrite64(fd, bytes, count, offset);
}

static int sync_with(int (*sync)(int), int fd)
{
    unsigned file = file_of(fd);
    if (!file)
        return sync(fd);
    pthread_mutex_lock(&lock);
    uint64_t count = ledger->count, unsynced = ledger->unsynced[file - 1];
    pthread_mutex_unlock(&lock);
    int result = sync(fd);
    if (result == 0)
        note_sync(file, count, unsynced);
    return result;
}

int fsync(int fd)
{
    return sync_with(real_fsync, fd);
}

int fdatasync(int fd)
{
    return sync_with(real_fdatasync, fd);
}
