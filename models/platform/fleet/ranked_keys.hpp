#pragma once
// A sorted set of numbers with access by rank, which accesses few cache lines.
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace curtain {

/// A B+-tree whose nodes store the number of keys below each child. Every operation takes O(log n), where n
/// is the number of keys inserted since the tree was last empty or cleared. Nodes are not merged, but
/// released when they are empty (Sen and Tarjan, Deletion without rebalancing in multiway search trees,
/// 2009).
class RankedKeys {
 public:
  using Key = std::uint64_t;

  RankedKeys() { clear(); }

  /// Inserts a key that is not in the set.
  void insert(Key key);
  /// Removes a key that is in the set.
  void erase(Key key);
  void clear();
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The number of keys that are less than `key`.
  [[nodiscard]] std::size_t rank(Key key) const;
  /// The key of that rank, which must be below size().
  [[nodiscard]] Key nth(std::size_t rank) const;

 private:
  static constexpr std::uint32_t kFanOut = 32;
  static constexpr std::uint32_t kNothing = ~std::uint32_t{0};

  struct Leaf {
    std::uint32_t count = 0;
    std::array<Key, kFanOut> keys{};
  };
  struct Inner {
    std::uint32_t count = 0;
    std::array<std::uint32_t, kFanOut> child{};
    std::array<std::uint32_t, kFanOut> size{};  ///< number of keys below each child
    std::array<Key, kFanOut> least{};           ///< the least key below each child
  };
  /// The data that a parent stores about a node.
  struct Entry {
    std::uint32_t node = kNothing;
    std::uint32_t size = 0;
    Key least = 0;
  };

  // Height 0 is a leaf. An insertion returns the new right neighbour of a node that was split, or kNothing. A
  // removal returns whether the node is empty.
  std::uint32_t insert_below(std::uint32_t node, std::uint32_t height, Key key);
  std::uint32_t insert_into_leaf(std::uint32_t node, Key key);
  std::uint32_t insert_child(std::uint32_t node, std::uint32_t place, const Entry& entry);
  bool erase_below(std::uint32_t node, std::uint32_t height, Key key);
  bool erase_from_leaf(std::uint32_t node, Key key);
  [[nodiscard]] Entry entry_of(std::uint32_t node, std::uint32_t height) const;
  static std::uint32_t child_for(const Inner& inner, Key key);
  static void set_entry(Inner& inner, std::uint32_t place, const Entry& entry);

  std::vector<Leaf> leaves_;
  std::vector<Inner> inners_;
  std::vector<std::uint32_t> free_leaves_;
  std::vector<std::uint32_t> free_inners_;
  std::uint32_t root_ = 0;
  std::uint32_t height_ = 0;
  std::size_t size_ = 0;
};

}  // namespace curtain
