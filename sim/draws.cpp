#include "sim/draws.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace sim {

#if defined(__SSE2__)
namespace {

/// Philox blocks in pairs. A vector stores one counter word of two blocks, each in the low half of a 64-bit
/// lane. The multiplication ignores the high halves, and the high halves of the result are discarded.
struct BlockPair {
  __m128i word[4];

  void round(__m128i key_0, __m128i key_1) {
    const __m128i product_0 = _mm_mul_epu32(word[0], _mm_set1_epi64x(0xD2511F53));
    const __m128i product_1 = _mm_mul_epu32(word[2], _mm_set1_epi64x(0xCD9E8D57));
    word[0] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(product_1, 32), word[1]), key_0);
    word[1] = product_1;
    word[2] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(product_0, 32), word[3]), key_1);
    word[3] = product_0;
  }
};

__m128i joined(__m128i low, __m128i high) {
  const __m128i low_half = _mm_set1_epi64x(0xFFFFFFFF);
  return _mm_or_si128(_mm_and_si128(low, low_half), _mm_slli_epi64(high, 32));
}

}  // namespace

DrawBatch::DrawBatch(DrawKey key, std::uint32_t entity, std::uint64_t first)
    : key_(key), entity_(entity), first_(first) {
  constexpr std::size_t pairs = 2;  // more than two pairs do not fit in the registers
  const __m128i weyl_0 = _mm_set1_epi64x(0x9E3779B9);
  const __m128i weyl_1 = _mm_set1_epi64x(0xBB67AE85);
  for (std::size_t start = 0; start < kSize; start += 2 * pairs) {
    BlockPair blocks[pairs];
    for (std::size_t pair = 0; pair < pairs; ++pair) {
      const std::uint64_t ordinal = first + start + 2 * pair;
      const __m128i ordinals =
          _mm_set_epi64x(static_cast<long long>(ordinal + 1), static_cast<long long>(ordinal));
      blocks[pair] = {{ordinals, _mm_srli_epi64(ordinals, 32), _mm_set1_epi64x(entity), _mm_setzero_si128()}};
    }
    __m128i key_0 = _mm_set1_epi64x(static_cast<long long>(key.bits()));
    __m128i key_1 = _mm_srli_epi64(key_0, 32);
    for (int round = 0; round < 10; ++round) {
      for (BlockPair& block : blocks) {
        block.round(key_0, key_1);
      }
      key_0 = _mm_add_epi32(key_0, weyl_0);
      key_1 = _mm_add_epi32(key_1, weyl_1);
    }
    for (std::size_t pair = 0; pair < pairs; ++pair) {
      const __m128i first_words = joined(blocks[pair].word[0], blocks[pair].word[1]);
      const __m128i second_words = joined(blocks[pair].word[2], blocks[pair].word[3]);
      auto* const to = reinterpret_cast<__m128i*>(&words_[start + 2 * pair]);
      _mm_store_si128(to, _mm_unpacklo_epi64(first_words, second_words));
      _mm_store_si128(to + 1, _mm_unpackhi_epi64(first_words, second_words));
    }
  }
}

#else

DrawBatch::DrawBatch(DrawKey key, std::uint32_t entity, std::uint64_t first)
    : key_(key), entity_(entity), first_(first) {
  for (std::size_t i = 0; i < kSize; ++i) {
    words_[i] = Draw(key, entity, first + i).words_;
  }
}

#endif

}  // namespace sim
