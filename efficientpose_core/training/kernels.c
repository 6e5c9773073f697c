/* Gradients that PyTorch computes slowly on a CPU in bf16.
 *
 * Weights and biases of depthwise convolutions, channels last, accumulated in f32:
 *
 * db[c] = sum over n, y, x of grad[n][y][x][c]
 * dw[c][i][j] = sum over n, y, x of grad[n][y][x][c] * input[n][y * stride + i - top][x * stride + j - left][c]
 *
 * Sixteen channels at a time: their picture is copied, widened to f32 and padded with zeros once, so
 * that the k * k multiply-sums run over vectors that stay in registers, without looking at borders.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LANES 16
typedef float lanes __attribute__((vector_size(LANES * sizeof(float))));

typedef struct {
    int64_t pictures, channels;
    int64_t in_rows, in_columns, out_rows, out_columns;
    int64_t kernel, stride, top, left;
} shape;

static inline float widen_bf16(uint16_t value) {
    uint32_t bits = (uint32_t)value << 16;
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

static inline float widen_f32(float value) { return value; }

#define DEFINE_COPY(TYPE, NAME, WIDEN)                                                             \
    static void NAME(const TYPE *from, int64_t channels, int64_t count, int64_t rows,              \
                     int64_t columns, float *to, int64_t to_columns) {                             \
        for (int64_t y = 0; y < rows; y++)                                                         \
            for (int64_t x = 0; x < columns; x++) {                                                \
                const TYPE *pixel = from + (y * columns + x) * channels;                           \
                float *target = to + (y * to_columns + x) * LANES;                                 \
                if (count == LANES)                                                                \
                    for (int c = 0; c < LANES; c++) target[c] = WIDEN(pixel[c]);                   \
                else                                                                               \
                    for (int c = 0; c < count; c++) target[c] = WIDEN(pixel[c]);                   \
            }                                                                                      \
    }

DEFINE_COPY(uint16_t, copy_bf16, widen_bf16)
DEFINE_COPY(float, copy_f32, widen_f32)

#define DEFINE_SUM(K)                                                                              \
    static void sum_##K(const lanes *input, const lanes *grad, const shape *s, int64_t columns,    \
                        lanes *sums, lanes *bias) {                                                \
        lanes total[K * K], plain = *bias;                                                         \
        for (int t = 0; t < K * K; t++) total[t] = sums[t];                                        \
        for (int64_t y = 0; y < s->out_rows; y++)                                                  \
            for (int64_t x = 0; x < s->out_columns; x++) {                                         \
                const lanes g = grad[y * s->out_columns + x];                                      \
                plain += g;                                                                        \
                const lanes *corner = input + y * s->stride * columns + x * s->stride;             \
                _Pragma("GCC unroll 5") for (int i = 0; i < K; i++)                                \
                    _Pragma("GCC unroll 5") for (int j = 0; j < K; j++)                            \
                        total[i * K + j] += g * corner[i * columns + j];                           \
            }                                                                                      \
        for (int t = 0; t < K * K; t++) sums[t] = total[t];                                        \
        *bias = plain;                                                                             \
    }

DEFINE_SUM(3)
DEFINE_SUM(5)

/* Channels first..last (first a multiple of 16) of dw[channels][k][k] and db[channels]; 0 when out
 * of memory. */
int depthwise_gradient(const void *input, const void *grad, float *dw, float *db, const shape *s,
                       int is_bf16, int64_t first, int64_t last) {
    int64_t size = is_bf16 ? sizeof(uint16_t) : sizeof(float);
    int64_t rows = (s->out_rows - 1) * s->stride + s->kernel;
    int64_t columns = (s->out_columns - 1) * s->stride + s->kernel;
    /* The input may reach beyond what the kernel reads, so room is made for all of it. */
    int64_t all_rows = s->top + s->in_rows > rows ? s->top + s->in_rows : rows;
    int64_t all_columns = s->left + s->in_columns > columns ? s->left + s->in_columns : columns;
    size_t input_bytes = (size_t)(all_rows * all_columns) * sizeof(lanes);
    size_t grad_bytes = (size_t)(s->out_rows * s->out_columns) * sizeof(lanes);
    lanes *x = aligned_alloc(sizeof(lanes), input_bytes);
    lanes *g = aligned_alloc(sizeof(lanes), grad_bytes);
    if (!x || !g) {
        free(x);
        free(g);
        return 0;
    }
    int64_t taps = s->kernel * s->kernel;
    for (int64_t c = first; c < last; c += LANES) {
        int64_t count = last - c < LANES ? last - c : LANES;
        lanes sums[25], bias;
        memset(sums, 0, sizeof sums);
        memset(&bias, 0, sizeof bias);
        memset(x, 0, input_bytes);
        memset(g, 0, grad_bytes);
        for (int64_t n = 0; n < s->pictures; n++) {
            int64_t in_at = (n * s->in_rows * s->in_columns * s->channels + c) * size;
            int64_t grad_at = (n * s->out_rows * s->out_columns * s->channels + c) * size;
            const char *from_x = (const char *)input + in_at, *from_g = (const char *)grad + grad_at;
            float *to_x = (float *)(x + s->top * all_columns + s->left);
            if (is_bf16) {
                copy_bf16((const uint16_t *)from_x, s->channels, count, s->in_rows, s->in_columns, to_x, all_columns);
                copy_bf16((const uint16_t *)from_g, s->channels, count, s->out_rows, s->out_columns, (float *)g, s->out_columns);
            } else {
                copy_f32((const float *)from_x, s->channels, count, s->in_rows, s->in_columns, to_x, all_columns);
                copy_f32((const float *)from_g, s->channels, count, s->out_rows, s->out_columns, (float *)g, s->out_columns);
            }
            if (s->kernel == 3) sum_3(x, g, s, all_columns, sums, &bias);
            else sum_5(x, g, s, all_columns, sums, &bias);
        }
        for (int64_t l = 0; l < count; l++) {
            db[c + l] = bias[l];
            for (int64_t t = 0; t < taps; t++) dw[(c + l) * taps + t] = sums[t][l];
        }
    }
    free(x);
    free(g);
    return 1;
}

/* to[i] = grad[i] where 0 < y[i] < 6, else 0; all bf16, and y = clamp(x, 0, 6). Numbers of one sign
 * are ordered like their bits, and 6 is 0x40C0. */
void relu6_gradient(const uint16_t *y, const uint16_t *grad, uint16_t *to, int64_t count) {
    for (int64_t i = 0; i < count; i++)
        to[i] = (uint16_t)(y[i] - 1) < 0x40BF ? grad[i] : 0;
}
