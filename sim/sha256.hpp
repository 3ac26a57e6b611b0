#pragma once
// SHA-256 (FIPS 180-4), a checksum that other tools such as sha256sum can verify.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sim {

/// Computes the SHA-256 digest of a message that is added piece by piece.
class Sha256 {
 public:
  void add(std::string_view bytes);
  /// The digest of the bytes that were added so far, as 64 hexadecimal digits in lower case. More bytes can
  /// be added afterwards.
  [[nodiscard]] std::string digest() const;

 private:
  static constexpr std::size_t kBlock = 64;

  void take_block(const unsigned char* block);

  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, kBlock> rest_{};  // the bytes of a block that is not complete
  std::size_t kept_ = 0;
  std::uint64_t size_ = 0;  // number of bytes
};

/// The digest of one text.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace sim
