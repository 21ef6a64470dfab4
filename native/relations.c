/** Scores of pairs of spans: a rectified hidden layer and a linear one. Compiled for AVX2, without fused additions. */
#include <immintrin.h>
#include <math.h>

#include "kernel.h"

/** The greatest values of eight columns over the words [first, end); 0 where there is no word. */
static inline __m256 greatestOf(const float *parts, int size, int first, int end) {
  if (end <= first) return _mm256_setzero_ps();
  __m256 most = _mm256_set1_ps(-INFINITY);
  for (int w = first; w < end; w++) most = _mm256_max_ps(_mm256_loadu_ps(parts + (size_t)w * (size_t)size), most);
  return most;
}

/** Adds what four columns give to the score. */
static inline __m256d addColumns(__m256d score, __m128 head, __m128 tail, __m128 between, const float *pair,
                                 const float *distance, const float *weights) {
  __m256d hidden = _mm256_add_pd(_mm256_cvtps_pd(head), _mm256_cvtps_pd(tail));
  hidden = _mm256_add_pd(hidden, _mm256_cvtps_pd(between));
  hidden = _mm256_add_pd(hidden, _mm256_cvtps_pd(_mm_loadu_ps(pair)));
  hidden = _mm256_add_pd(hidden, _mm256_cvtps_pd(_mm_loadu_ps(distance)));
  hidden = _mm256_max_pd(hidden, _mm256_setzero_pd());
  return _mm256_add_pd(score, _mm256_mul_pd(hidden, _mm256_cvtps_pd(_mm_loadu_ps(weights))));
}

void scorePairs(const PairLayer *layer, const float *parts, int size, const int32_t *pairs, int count, double *out) {
  const int columns = layer->columns;
  for (int p = 0; p < count; p++, pairs += PAIR_NUMBERS) {
    const int headFirst = pairs[0], headEnd = pairs[1], tailFirst = pairs[2], tailEnd = pairs[3];
    const float *pair = layer->pair + (size_t)pairs[4] * (size_t)columns;
    const float *weights = layer->weights + (size_t)pairs[4] * (size_t)(columns + 1);
    const float *distance = layer->distance + (size_t)pairs[5] * (size_t)columns;
    // Where they share a word there is none between them.
    const int from = headEnd <= tailFirst ? headEnd : tailEnd, to = headEnd <= tailFirst ? tailFirst : headFirst;
    __m256d score = _mm256_set_pd(0, 0, 0, weights[columns]);
    for (int c = 0; c < columns; c += 8) {
      const __m256 head = greatestOf(parts + c, size, headFirst, headEnd);
      const __m256 tail = greatestOf(parts + columns + c, size, tailFirst, tailEnd);
      const __m256 between = greatestOf(parts + 2 * columns + c, size, from, to);
      score = addColumns(score, _mm256_castps256_ps128(head), _mm256_castps256_ps128(tail),
                         _mm256_castps256_ps128(between), pair + c, distance + c, weights + c);
      score = addColumns(score, _mm256_extractf128_ps(head, 1), _mm256_extractf128_ps(tail, 1),
                         _mm256_extractf128_ps(between, 1), pair + c + 4, distance + c + 4, weights + c + 4);
    }
    double parts4[4];
    _mm256_storeu_pd(parts4, score);
    out[p] = parts4[0] + parts4[1] + (parts4[2] + parts4[3]);
  }
}
