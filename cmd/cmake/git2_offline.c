// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for the network parts of libgit2.a (1.5), which kamplan never calls: sharing is done by
// git itself. Every function is libgit2's own, and answers "not supported"; see git2.cmake.
#include <stdbool.h>

#define NOT_SUPPORTED (-1)

bool git_http__expect_continue;

int git_mbedtls_stream_global_init(void);
int git_mbedtls_stream_global_init(void)
{
    return 0;
}

int git_transport_ssh_global_init(void);
int git_transport_ssh_global_init(void)
{
    return 0;
}

int git_mbedtls__set_cert_location(const char *file, const char *path);
int git_mbedtls__set_cert_location(const char *file, const char *path)
{
    (void)file, (void)path;
    return NOT_SUPPORTED;
}

int git_mbedtls_stream_new(void **out, const char *host, const char *port);
int git_mbedtls_stream_new(void **out, const char *host, const char *port)
{
    (void)out, (void)host, (void)port;
    return NOT_SUPPORTED;
}

int git_mbedtls_stream_wrap(void **out, void *in, const char *host);
int git_mbedtls_stream_wrap(void **out, void *in, const char *host)
{
    (void)out, (void)in, (void)host;
    return NOT_SUPPORTED;
}

#define TRANSPORT(name)                                                                            \
    int name(void **out, void *owner, void *parameter);                                            \
    int name(void **out, void *owner, void *parameter)                                             \
    {                                                                                              \
        (void)out, (void)owner, (void)parameter;                                                   \
        return NOT_SUPPORTED;                                                                      \
    }

TRANSPORT(git_transport_ssh_with_paths)
TRANSPORT(git_smart_subtransport_ssh)
TRANSPORT(git_smart_subtransport_http)
TRANSPORT(git_smart_subtransport_git)
