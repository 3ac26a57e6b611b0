#include "models/import/seen_invocations.hpp"

#include <algorithm>

namespace curtain {
namespace {

/// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), in which every output bit depends on
/// every input bit.
std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
  return value ^ (value >> 31);
}

}  // namespace

std::uint64_t number_of(std::string_view text, std::uint64_t first, std::uint64_t second) {
  std::uint64_t hash = 0xCBF29CE484222325;  // the initial value of FNV-1a
  for (const char character : text) {
    hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001B3;
  }
  hash = mixed(hash + 0x9E3779B97F4A7C15);
  hash = mixed(hash ^ first);
  hash = mixed(hash + second);
  return std::max<std::uint64_t>(hash, 1);
}

SeenInvocations::Answer SeenInvocations::find(const std::vector<Slot>& table, std::uint64_t request,
                                              std::uint64_t content) {
  Answer answer = Answer::is_new;
  const std::size_t mask = table.size() - 1;
  for (std::size_t at = request & mask; table[at].request != 0; at = (at + 1) & mask) {
    if (table[at].request == request) {
      if (table[at].content == content) {
        return Answer::is_duplicate;
      }
      answer = Answer::is_again;
    }
  }
  return answer;
}

void SeenInvocations::put(std::vector<Slot>& table, const Slot& entry) {
  const std::size_t mask = table.size() - 1;
  std::size_t at = entry.request & mask;
  while (table[at].request != 0) {
    at = (at + 1) & mask;
  }
  table[at] = entry;
}

void SeenInvocations::grow() {
  if (count_ == kGeneration) {
    before_.swap(now_);
    std::fill(now_.begin(), now_.end(), Slot{});
    now_.resize(before_.size());
    count_ = 0;
    return;
  }
  std::vector<Slot> larger(now_.size() * 2);
  for (const Slot& slot : now_) {
    if (slot.request != 0) {
      put(larger, slot);
    }
  }
  now_.swap(larger);
}

SeenInvocations::Answer SeenInvocations::see(std::uint64_t request, std::uint64_t content) {
  const Answer answer = std::max(find(now_, request, content), find(before_, request, content));
  if (answer == Answer::is_duplicate) {
    return answer;
  }
  if (count_ == now_.size() / 2) {
    grow();
  }
  put(now_, {request, content});
  ++count_;
  return answer;
}

}  // namespace curtain
