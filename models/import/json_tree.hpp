#pragma once
// JSON values of a log in the form in which they are written, stored in one arena. Numbers keep their digits.
// json_stream.cpp builds the trees.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace curtain {

class JsonTree;

/// A value of a tree, or no value. A view is valid until the tree changes.
class JsonView {
 public:
  enum class Kind : std::uint8_t { none, null, boolean, number, string, array, object };

  JsonView() = default;
  JsonView(const JsonTree* tree, std::uint32_t node) : tree_(tree), node_(node) {}

  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool is(Kind kind) const { return this->kind() == kind; }
  explicit operator bool() const { return kind() != Kind::none; }
  /// The text of a string, the digits of a number, "true" or "false". Empty for any other value.
  [[nodiscard]] std::string_view text() const;
  /// The name of the value in its object.
  [[nodiscard]] std::string_view key() const;
  /// The member with this name. No value if this is not an object, or has no such member.
  JsonView operator[](std::string_view name) const;
  /// The first value in an array or object. next() is the value after this value.
  [[nodiscard]] JsonView first() const;
  [[nodiscard]] JsonView next() const;
  [[nodiscard]] JsonView parent() const;

 private:
  const JsonTree* tree_ = nullptr;
  std::uint32_t node_ = 0;
};

/// Values in the order in which they are written. The last values can be dropped.
class JsonTree {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  void clear();
  /// Adds a value to the open array or object, or as the root. Arrays and objects are open until close() is
  /// called.
  std::uint32_t add(JsonView::Kind kind, std::string_view text);
  void close();
  /// Sets the name of the value that is added next.
  void name(std::string_view key);
  /// Drops the last value of the open array, with its contents.
  void drop(std::uint32_t node);

  [[nodiscard]] JsonView root() const { return nodes_.empty() ? JsonView() : JsonView(this, 0); }
  [[nodiscard]] std::size_t depth() const { return open_.size(); }
  /// The open node at a depth, which counts from 0.
  [[nodiscard]] std::uint32_t open(std::size_t depth) const { return open_[depth]; }
  /// The approximate memory in use, in bytes.
  [[nodiscard]] std::size_t size() const { return text_.size() + nodes_.size() * sizeof(Node); }

 private:
  friend class JsonView;
  struct Node {
    JsonView::Kind kind;
    std::uint32_t parent;
    std::uint32_t before = kNone;  // the previous value in the array or object
    std::uint32_t next = kNone;
    std::uint32_t first = kNone;
    std::uint32_t last = kNone;
    std::uint32_t key_at = 0;
    std::uint32_t key_size = 0;
    std::uint32_t text_at = 0;
    std::uint32_t text_size = 0;
  };

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> open_;
  std::string text_;
  std::uint32_t key_at_ = 0;
  std::uint32_t key_size_ = 0;
};

}  // namespace curtain
