#define _GNU_SOURCE
#include "trace.h"

#include <linux/rtnetlink.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static int log_fd = -1;
static double began;

void trace_to(int fd) {
    log_fd = fd;
    began = clock_ms();
}

/* A line is one write: lines of processes that share the file do not mix. A disk that is full ends no lab. */
__attribute__((format(printf, 1, 2))) static void line(const char *format, ...) {
    char text[512];
    int length = snprintf(text, sizeof(text), "%10.3f  ", clock_ms() - began);
    va_list values;
    va_start(values, format);
    length += vsnprintf(text + length, sizeof(text) - (size_t)length - 1, format, values);
    va_end(values);
    if ((size_t)length > sizeof(text) - 2)
        length = (int)sizeof(text) - 2;
    text[length] = '\n';
    if (write(log_fd, text, (size_t)length + 1) < 0)
        log_fd = -1;
}

void trace_operation(size_t index, const char *name, const char *subject, int undone, int result) {
    if (log_fd < 0)
        return;
    line("%s%zu %s %s: %s", undone ? "undo " : "", index + 1, name, subject, result < 0 ? strerror(-result) : "done");
}

/* "RTM_NEWLINK", ...: from RTM_BASE on, four to each thing (include/uapi/linux/rtnetlink.h). */
static const char *type_name(uint16_t type, char text[32]) {
    static const char *const verbs[] = {"NEW", "DEL", "GET", "SET"};
    static const char *const things[] = {"LINK", "ADDR", "ROUTE", "NEIGH", "RULE", "QDISC", "TCLASS", "TFILTER"};
    size_t at = type >= RTM_BASE ? (size_t)(type - RTM_BASE) / 4 : sizeof(things);
    if (at < sizeof(things) / sizeof(things[0]))
        (void)snprintf(text, 32, "RTM_%s%s", verbs[(type - RTM_BASE) % 4], things[at]);
    else
        (void)snprintf(text, 32, "message %u", (unsigned)type);
    return text;
}

void trace_answer(const struct nlmsghdr *request, int number, const char *kernel) {
    if (log_fd < 0)
        return;
    char name[32];
    line("    netlink %u %s%s%s%s, %u bytes: %s", request->nlmsg_seq, type_name(request->nlmsg_type, name), (request->nlmsg_flags & NLM_F_CREATE) != 0 ? " create" : "",
         (request->nlmsg_flags & NLM_F_EXCL) != 0 ? " new" : "", (request->nlmsg_flags & NLM_F_REPLACE) != 0 ? " replace" : "", request->nlmsg_len,
         number == 0 ? "done" : kernel);
}

void trace_sent(const char *what) {
    if (log_fd >= 0)
        line("    netlink %s: sent, and not waited for", what);
}
