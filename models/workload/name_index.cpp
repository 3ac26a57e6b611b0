#include "models/workload/name_index.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace curtain {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15;
  return hash ^ (hash >> 29);
}

/// Hashes eight bytes per step. There is no protection against adversarial names, because they would only
/// make reading slow.
std::uint64_t hashed(std::uint64_t hash, std::string_view text) {
  hash = mixed(hash, text.size());
  while (text.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    hash = mixed(hash, word);
    text.remove_prefix(8);
  }
  std::uint64_t word = 0;
  for (const char character : text) {
    word = (word << 8) | static_cast<unsigned char>(character);
  }
  return mixed(hash, word);
}

}  // namespace

std::pair<std::uint32_t, bool> NameIndex::number(std::string_view first, std::string_view second) {
  const std::uint64_t hash = hashed(hashed(0, first), second);
  std::size_t at = hash & (slots_.size() - 1);
  for (; slots_[at].number != kFree; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].hash == hash) {
      const Entry& entry = entries_[slots_[at].number];
      const std::string_view text = entry.text;
      if (entry.first_size == first.size() && text.size() == first.size() + second.size() &&
          std::equal(first.begin(), first.end(), text.begin()) &&
          std::equal(second.begin(), second.end(),
                     text.begin() + static_cast<std::ptrdiff_t>(first.size()))) {
        return {slots_[at].number, false};
      }
    }
  }
  const auto number = static_cast<std::uint32_t>(entries_.size());
  slots_[at] = {hash, number};
  entries_.push_back({std::string(first).append(second), first.size()});
  if (2 * entries_.size() > slots_.size()) {
    grow();
  }
  return {number, true};
}

void NameIndex::grow() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.number != kFree) {
      std::size_t at = slot.hash & (slots_.size() - 1);
      while (slots_[at].number != kFree) {
        at = (at + 1) & (slots_.size() - 1);
      }
      slots_[at] = slot;
    }
  }
}

}  // namespace curtain
