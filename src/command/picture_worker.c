// picture-worker: the process that decodes pictures. The server starts it with a socket on
// descriptor 3; there is nothing here for people to call.
#include "command/internal.h"

#include "media/media.h"

#include <sys/socket.h>
#include <sys/stat.h>

bool command_picture_worker(struct job *job, struct call *call)
{
    struct stat about;
    if (fstat(3, &about) != 0 || !S_ISSOCK(about.st_mode))
        return job_fail(job, FAULT_BAD_INPUT, "picture-worker is started by serve, not by people");
    return media_worker() == 0;
}
