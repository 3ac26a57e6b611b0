#include "models/import/json_tree.hpp"

namespace curtain {

JsonView::Kind JsonView::kind() const {
  return tree_ == nullptr ? Kind::none : tree_->nodes_[node_].kind;
}

std::string_view JsonView::text() const {
  if (tree_ == nullptr) {
    return {};
  }
  const JsonTree::Node& node = tree_->nodes_[node_];
  return std::string_view(tree_->text_).substr(node.text_at, node.text_size);
}

std::string_view JsonView::key() const {
  if (tree_ == nullptr) {
    return {};
  }
  const JsonTree::Node& node = tree_->nodes_[node_];
  return std::string_view(tree_->text_).substr(node.key_at, node.key_size);
}

JsonView JsonView::first() const {
  const std::uint32_t first = tree_ == nullptr ? JsonTree::kNone : tree_->nodes_[node_].first;
  return first == JsonTree::kNone ? JsonView() : JsonView(tree_, first);
}

JsonView JsonView::next() const {
  const std::uint32_t next = tree_ == nullptr ? JsonTree::kNone : tree_->nodes_[node_].next;
  return next == JsonTree::kNone ? JsonView() : JsonView(tree_, next);
}

JsonView JsonView::parent() const {
  const std::uint32_t parent = tree_ == nullptr ? JsonTree::kNone : tree_->nodes_[node_].parent;
  return parent == JsonTree::kNone ? JsonView() : JsonView(tree_, parent);
}

JsonView JsonView::operator[](std::string_view name) const {
  if (kind() != Kind::object) {
    return {};
  }
  JsonView member = first();
  while (member && member.key() != name) {
    member = member.next();
  }
  return member;
}

void JsonTree::clear() {
  nodes_.clear();
  open_.clear();
  text_.clear();
  key_size_ = 0;
}

std::uint32_t JsonTree::add(JsonView::Kind kind, std::string_view text) {
  const auto number = static_cast<std::uint32_t>(nodes_.size());
  Node node{kind, open_.empty() ? kNone : open_.back()};
  node.key_at = key_size_ == 0 ? 0 : key_at_;  // the memory of an earlier name may have been dropped
  node.key_size = key_size_;
  key_size_ = 0;
  node.text_at = static_cast<std::uint32_t>(text_.size());
  node.text_size = static_cast<std::uint32_t>(text.size());
  text_ += text;
  if (node.parent != kNone) {
    Node& parent = nodes_[node.parent];
    node.before = parent.last;
    (parent.last == kNone ? parent.first : nodes_[parent.last].next) = number;
    parent.last = number;
  }
  nodes_.push_back(node);
  if (kind == JsonView::Kind::array || kind == JsonView::Kind::object) {
    open_.push_back(number);
  }
  return number;
}

void JsonTree::close() {
  open_.pop_back();
}

void JsonTree::name(std::string_view key) {
  key_at_ = static_cast<std::uint32_t>(text_.size());
  key_size_ = static_cast<std::uint32_t>(key.size());
  text_ += key;
}

void JsonTree::drop(std::uint32_t number) {
  const Node node = nodes_[number];
  Node& parent = nodes_[node.parent];
  parent.last = node.before;
  (node.before == kNone ? parent.first : nodes_[node.before].next) = kNone;
  nodes_.resize(number);
  text_.resize(node.text_at);
}

}  // namespace curtain
