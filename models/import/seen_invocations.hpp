#pragma once
// Recognises several records of the same invocation, with bounded memory.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace curtain {

/// A hash of a text and some values, which is the same on every machine. Two different texts have the same
/// hash with a probability of 2^-64. The result is never 0.
std::uint64_t number_of(std::string_view text, std::uint64_t first = 0, std::uint64_t second = 0);

/// Stores at least the last kGeneration invocations, by the hashes of their requests and of their contents.
class SeenInvocations {
 public:
  static constexpr std::size_t kGeneration = std::size_t{1} << 21;

  enum class Answer : std::uint8_t {
    is_new,
    is_again,     ///< the request is known with other contents, so it ran again
    is_duplicate  ///< the request is known with the same contents
  };
  Answer see(std::uint64_t request, std::uint64_t content);

 private:
  struct Slot {
    std::uint64_t request = 0;  // 0: the slot is free
    std::uint64_t content = 0;
  };
  static Answer find(const std::vector<Slot>& table, std::uint64_t request, std::uint64_t content);
  static void put(std::vector<Slot>& table, const Slot& entry);
  void grow();

  std::vector<Slot> now_ = std::vector<Slot>(1024);  // hash tables with open addressing; the number of slots
                                                     // is a power of two, and at most half of them are used
  std::vector<Slot> before_ = std::vector<Slot>(1);
  std::size_t count_ = 0;
};

}  // namespace curtain
