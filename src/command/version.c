// version: of the program, its build, and the libraries it was built with.
#include "command/internal.h"

#include "version.h" // made by the build

bool command_version(struct job *job, struct call *call)
{
    printf("stoppress %s (%s)\n%s\n", STOPPRESS_VERSION, STOPPRESS_BUILD, STOPPRESS_LIBRARIES);
    return true;
}
