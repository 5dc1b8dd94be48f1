// The few functions of libvips and GLib that a worker uses, found with dlsym: linked in, they would
// cost every process of ours 60 libraries and their memory.
#pragma once

#include <vips/vips.h>

#define VIPS_FUNCTIONS(X)                                                                          \
    X(vips_init)                                                                                   \
    X(vips_concurrency_set)                                                                        \
    X(vips_cache_set_max)                                                                          \
    X(vips_block_untrusted_set)                                                                    \
    X(vips_operation_block_set)                                                                    \
    X(vips_error_buffer)                                                                           \
    X(vips_error_clear)                                                                            \
    X(vips_jpegload_buffer)                                                                        \
    X(vips_pngload_buffer)                                                                         \
    X(vips_webpload_buffer)                                                                        \
    X(vips_gifload_buffer)                                                                         \
    X(vips_heifload_buffer)                                                                        \
    X(vips_image_get_width)                                                                        \
    X(vips_image_get_height)                                                                       \
    X(vips_image_get_bands)                                                                        \
    X(vips_image_get_format)                                                                       \
    X(vips_image_get_interpretation)                                                               \
    X(vips_image_get_orientation_swap)                                                             \
    X(vips_image_get_typeof)                                                                       \
    X(vips_image_get_blob)                                                                         \
    X(vips_image_hasalpha)                                                                         \
    X(vips_avg)                                                                                    \
    X(vips_thumbnail_buffer)                                                                       \
    X(vips_thumbnail_image)                                                                        \
    X(vips_colourspace)                                                                            \
    X(vips_flatten)                                                                                \
    X(vips_cast)                                                                                   \
    X(vips_extract_area)                                                                           \
    X(vips_array_double_new)                                                                       \
    X(vips_area_unref)                                                                             \
    X(vips_jpegsave_buffer)                                                                        \
    X(vips_webpsave_buffer)                                                                        \
    X(g_object_unref)                                                                              \
    X(g_free)

#define VIPS_MEMBER(name) __typeof__(name) *name##_;
struct vips_table {
    VIPS_FUNCTIONS(VIPS_MEMBER)
};
#undef VIPS_MEMBER
