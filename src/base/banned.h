// banned: functions that are never right here, with the one to use instead.
// base.h includes it last, so that it sees the system's own declarations first.
#pragma once

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets // buf_printf, str_c
#pragma GCC poison strtok atoi atol atof                               // str_cut, parse_int
#pragma GCC poison localtime ctime asctime mktime                      // text/date.h
