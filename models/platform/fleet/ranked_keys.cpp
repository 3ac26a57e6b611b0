#include "models/platform/fleet/ranked_keys.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace curtain {
namespace {

template <class Node>
std::uint32_t allocate(std::vector<Node>& nodes, std::vector<std::uint32_t>& unused) {
  if (unused.empty()) {
    nodes.emplace_back();
    return static_cast<std::uint32_t>(nodes.size() - 1);
  }
  const std::uint32_t node = unused.back();
  unused.pop_back();
  nodes[node].count = 0;
  return node;
}

/// Opens a gap at `place` among the first `count` elements. close_gap() removes the gap.
template <class Array>
void open_gap(Array& array, std::uint32_t place, std::uint32_t count) {
  std::copy_backward(array.begin() + place, array.begin() + count, array.begin() + count + 1);
}
template <class Array>
void close_gap(Array& array, std::uint32_t place, std::uint32_t count) {
  std::copy(array.begin() + place + 1, array.begin() + count, array.begin() + place);
}

}  // namespace

void RankedKeys::clear() {
  leaves_.clear();
  inners_.clear();
  free_leaves_.clear();
  free_inners_.clear();
  root_ = allocate(leaves_, free_leaves_);
  height_ = 0;
  size_ = 0;
}

std::uint32_t RankedKeys::child_for(const Inner& inner, Key key) {
  const auto first = inner.least.begin();
  return static_cast<std::uint32_t>(std::upper_bound(first + 1, first + inner.count, key) - first - 1);
}

void RankedKeys::set_entry(Inner& inner, std::uint32_t place, const Entry& entry) {
  inner.child[place] = entry.node;
  inner.size[place] = entry.size;
  inner.least[place] = entry.least;
}

RankedKeys::Entry RankedKeys::entry_of(std::uint32_t node, std::uint32_t height) const {
  if (height == 0) {
    return {node, leaves_[node].count, leaves_[node].keys[0]};
  }
  const Inner& inner = inners_[node];
  std::uint32_t size = 0;
  for (std::uint32_t i = 0; i < inner.count; ++i) {
    size += inner.size[i];
  }
  return {node, size, inner.least[0]};
}

void RankedKeys::insert(Key key) {
  const std::uint32_t right = insert_below(root_, height_, key);
  if (right != kNothing) {
    const std::uint32_t top = allocate(inners_, free_inners_);
    inners_[top].count = 2;
    set_entry(inners_[top], 0, entry_of(root_, height_));
    set_entry(inners_[top], 1, entry_of(right, height_));
    root_ = top;
    ++height_;
  }
  ++size_;
}

std::uint32_t RankedKeys::insert_below(std::uint32_t node, std::uint32_t height, Key key) {
  if (height == 0) {
    return insert_into_leaf(node, key);
  }
  const std::uint32_t place = child_for(inners_[node], key);
  const std::uint32_t child = inners_[node].child[place];
  const std::uint32_t right = insert_below(child, height - 1, key);
  Inner& inner = inners_[node];  // read after the insertion, which may move the table
  if (right == kNothing) {
    ++inner.size[place];
    inner.least[place] = std::min(inner.least[place], key);
    return kNothing;
  }
  set_entry(inner, place, entry_of(child, height - 1));
  return insert_child(node, place + 1, entry_of(right, height - 1));
}

std::uint32_t RankedKeys::insert_into_leaf(std::uint32_t node, Key key) {
  std::uint32_t right = kNothing;
  if (leaves_[node].count == kFanOut) {
    right = allocate(leaves_, free_leaves_);
    Leaf& from = leaves_[node];
    Leaf& to = leaves_[right];
    std::copy(from.keys.begin() + kFanOut / 2, from.keys.end(), to.keys.begin());
    to.count = kFanOut / 2;
    from.count = kFanOut - kFanOut / 2;
  }
  Leaf& leaf = leaves_[right != kNothing && key > leaves_[right].keys[0] ? right : node];
  const auto first = leaf.keys.begin();
  const auto place = static_cast<std::uint32_t>(std::lower_bound(first, first + leaf.count, key) - first);
  SIM_CHECK(place == leaf.count || leaf.keys[place] != key);
  open_gap(leaf.keys, place, leaf.count);
  leaf.keys[place] = key;
  ++leaf.count;
  return right;
}

std::uint32_t RankedKeys::insert_child(std::uint32_t node, std::uint32_t place, const Entry& entry) {
  std::uint32_t right = kNothing;
  if (inners_[node].count == kFanOut) {
    right = allocate(inners_, free_inners_);
    Inner& from = inners_[node];
    Inner& to = inners_[right];
    constexpr std::uint32_t kept = kFanOut / 2;
    std::copy(from.child.begin() + kept, from.child.end(), to.child.begin());
    std::copy(from.size.begin() + kept, from.size.end(), to.size.begin());
    std::copy(from.least.begin() + kept, from.least.end(), to.least.begin());
    to.count = kFanOut - kept;
    from.count = kept;
    if (place > kept) {
      place -= kept;
      node = right;
    }
  }
  Inner& inner = inners_[node];
  open_gap(inner.child, place, inner.count);
  open_gap(inner.size, place, inner.count);
  open_gap(inner.least, place, inner.count);
  set_entry(inner, place, entry);
  ++inner.count;
  return right;
}

void RankedKeys::erase(Key key) {
  erase_below(root_, height_, key);
  --size_;
  while (height_ > 0 && inners_[root_].count == 1) {
    free_inners_.push_back(root_);
    root_ = inners_[root_].child[0];
    --height_;
  }
}

bool RankedKeys::erase_below(std::uint32_t node, std::uint32_t height, Key key) {
  if (height == 0) {
    return erase_from_leaf(node, key);
  }
  Inner& inner = inners_[node];
  const std::uint32_t place = child_for(inner, key);
  const std::uint32_t child = inner.child[place];
  if (erase_below(child, height - 1, key)) {
    (height == 1 ? free_leaves_ : free_inners_).push_back(child);
    close_gap(inner.child, place, inner.count);
    close_gap(inner.size, place, inner.count);
    close_gap(inner.least, place, inner.count);
    --inner.count;
    return inner.count == 0;
  }
  --inner.size[place];
  inner.least[place] = height == 1 ? leaves_[child].keys[0] : inners_[child].least[0];
  return false;
}

bool RankedKeys::erase_from_leaf(std::uint32_t node, Key key) {
  Leaf& leaf = leaves_[node];
  const auto first = leaf.keys.begin();
  const auto place = static_cast<std::uint32_t>(std::lower_bound(first, first + leaf.count, key) - first);
  SIM_CHECK(place < leaf.count && leaf.keys[place] == key);
  close_gap(leaf.keys, place, leaf.count);
  --leaf.count;
  return leaf.count == 0;
}

std::size_t RankedKeys::rank(Key key) const {
  std::size_t rank = 0;
  std::uint32_t node = root_;
  for (std::uint32_t height = height_; height > 0; --height) {
    const Inner& inner = inners_[node];
    const std::uint32_t place = child_for(inner, key);
    for (std::uint32_t i = 0; i < place; ++i) {
      rank += inner.size[i];
    }
    node = inner.child[place];
  }
  const Leaf& leaf = leaves_[node];
  const auto first = leaf.keys.begin();
  return rank + static_cast<std::size_t>(std::lower_bound(first, first + leaf.count, key) - first);
}

RankedKeys::Key RankedKeys::nth(std::size_t rank) const {
  SIM_CHECK(rank < size_);
  std::uint32_t node = root_;
  for (std::uint32_t height = height_; height > 0; --height) {
    const Inner& inner = inners_[node];
    std::uint32_t place = 0;
    while (rank >= inner.size[place]) {
      rank -= inner.size[place++];
    }
    node = inner.child[place];
  }
  return leaves_[node].keys[rank];
}

}  // namespace curtain
