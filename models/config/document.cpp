#include "models/config/document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "models/config/syntax_help.hpp"
#include "models/workload/printable.hpp"

namespace curtain::config {
namespace {

/// Thrown when the reading of a document must stop. Only this finding is then reported.
struct Unreadable {
  Place place;
  std::string message;
};

// In a flow mapping, YAML reads the braces of an unquoted ${NAME} as braces of a mapping. Therefore the two
// braces are replaced by control characters, which no accepted text contains, and restored in the scalars.
constexpr char kOpenBrace = '\x02';
constexpr char kCloseBrace = '\x03';

std::string with_variables_masked(std::string_view text) {
  std::string masked(text);
  for (std::size_t at = masked.find("${"); at != std::string::npos; at = masked.find("${", at + 1)) {
    std::size_t end = at + 2;
    while (end < masked.size() &&
           (masked[end] == '_' || (masked[end] >= 'A' && masked[end] <= 'Z') ||
            (masked[end] >= 'a' && masked[end] <= 'z') || (masked[end] >= '0' && masked[end] <= '9'))) {
      ++end;
    }
    if (end > at + 2 && end < masked.size() && masked[end] == '}') {
      masked[at + 1] = kOpenBrace;
      masked[end] = kCloseBrace;
    }
  }
  return masked;
}

std::string unmasked(std::string text) {
  std::replace(text.begin(), text.end(), kOpenBrace, '{');
  std::replace(text.begin(), text.end(), kCloseBrace, '}');
  return text;
}

/// Builds the tree from the parser's events. The depth is checked before the parser descends, so the
/// recursion of the parser and of the tree cannot exhaust the stack. The nodes of an alias are counted before
/// they are copied.
class Builder : public YAML::EventHandler {
 public:
  explicit Builder(Source source) : source_(std::move(source)) {}

  [[nodiscard]] Place place(const YAML::Mark& mark) const {
    return {source_, static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
  }
  [[nodiscard]] bool has_root() const { return has_root_; }
  Node take_root() { return std::move(root_); }
  [[nodiscard]] const std::vector<Unreadable>& findings() const { return findings_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      throw Unreadable{
          place(mark),
          "a second document starts here, but a file may contain only one document; remove the line '---'"};
    }
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& /*mark*/, const std::string& /*name*/) override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    complete(make(Node::Kind::null, mark, {}), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = make(Node::Kind::scalar, mark, tag);
    node.text = unmasked(value);
    node.is_quoted = tag == "!";
    complete(std::move(node), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      throw Unreadable{place(mark), "this alias refers to a value that contains the alias itself"};
    }
    count(found->second.size, mark);
    complete(Node(found->second.node), 0);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(Node::Kind::sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(Node::Kind::mapping, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  enum class Key : std::uint8_t { wanted, usable, unusable };
  struct Frame {
    Node node;
    YAML::anchor_t anchor = 0;
    Key key_state = Key::wanted;
    std::string key;
    Place key_place;
    std::map<std::string, std::uint32_t, std::less<>> line_of_key;
  };
  struct Anchored {
    Node node;
    std::size_t size;
  };

  void count(std::size_t nodes, const YAML::Mark& mark) {
    nodes_ += nodes;
    if (nodes_ > kMostNodes) {
      throw Unreadable{place(mark), fmt::format("the document has more than {} values, which is the limit; "
                                                "an alias counts as all values to which it refers",
                                                kMostNodes)};
    }
  }

  Node make(Node::Kind kind, const YAML::Mark& mark, const std::string& tag) {
    count(1, mark);
    if (!tag.empty() && tag != "?" && tag != "!") {
      findings_.push_back(
          {place(mark),
           fmt::format("tags such as {} are not supported; write the value without a tag", quote(tag))});
    }
    Node node;
    node.kind = kind;
    node.place = place(mark);
    return node;
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (stack_.size() >= kMostDepth) {
      throw Unreadable{
          place(mark),
          fmt::format("the values are nested deeper than {} levels, which is the limit", kMostDepth)};
    }
    Frame frame;
    frame.node = make(kind, mark, tag);
    frame.anchor = anchor;
    stack_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    complete(std::move(frame.node), frame.anchor);
  }

  void complete(Node node, YAML::anchor_t anchor) {
    if (anchor != 0) {
      const std::size_t size = node.size();
      nodes_ += size;  // the size of an alias's copy is checked with the next value
      anchors_[anchor] = {node, size};
    }
    if (stack_.empty()) {
      root_ = std::move(node);
      has_root_ = true;
      return;
    }
    Frame& parent = stack_.back();
    if (parent.node.kind == Node::Kind::sequence) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.key_state == Key::wanted) {
      take_key(parent, node);
    } else {
      if (parent.key_state == Key::usable) {
        parent.node.entries.push_back({std::move(parent.key), parent.key_place, std::move(node)});
      }
      parent.key_state = Key::wanted;
    }
  }

  void take_key(Frame& parent, const Node& node) {
    parent.key_state = Key::unusable;
    if (node.kind != Node::Kind::scalar) {
      findings_.push_back(
          {node.place, fmt::format("a key must be a single word, but {} was found", node.describe())});
      return;
    }
    if (node.text == "<<" && !node.is_quoted) {
      findings_.push_back(
          {node.place,
           "merge keys ('<<') are not supported; write each key, or use 'extends' in a platform profile"});
      return;
    }
    const auto [position, is_new] = parent.line_of_key.emplace(node.text, node.place.line);
    if (!is_new) {
      findings_.push_back({node.place, fmt::format("duplicate key {}: lines {} and {}", quote(node.text),
                                                   position->second, node.place.line)});
      return;
    }
    parent.key_state = Key::usable;
    parent.key = node.text;
    parent.key_place = node.place;
  }

  Source source_;
  std::size_t documents_ = 0;
  std::size_t nodes_ = 0;
  bool has_root_ = false;
  Node root_;
  std::vector<Frame> stack_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::vector<Unreadable> findings_;
};

/// Throws Unreadable at the first byte that cannot be part of a YAML text.
void refuse_binary(std::string_view text, const Source& source) {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto byte = static_cast<unsigned char>(text.front());
    if (length == 0) {
      throw Unreadable{{source, line, column}, fmt::format("byte 0x{:02x} is not UTF-8 text", byte)};
    }
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
      throw Unreadable{{source, line, column}, fmt::format("control character 0x{:02x} in the text", byte)};
    }
    ++column;
    if (byte == '\n') {
      ++line;
      column = 1;
    }
    text.remove_prefix(length);
  }
}

void read_events(std::string_view text, Builder& builder) {
  std::istringstream stream(with_variables_masked(text));
  YAML::Parser parser(stream);
  while (parser.HandleNextDocument(builder)) {
  }
}

}  // namespace

std::optional<Node> parse_document(std::string_view text, const Source& source, Diagnostics& diagnostics) {
  diagnostics.announce(source);
  if (text.size() > kMostBytes) {
    diagnostics.add({source, 0, 0},
                    fmt::format("the text has {} bytes, but the limit is {} bytes", text.size(), kMostBytes));
    return std::nullopt;
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") {
    text.remove_prefix(3);
  }
  const Place start{source, 1, 1};
  Builder builder(source);
  try {
    if (text.starts_with("\x1F\x8B") || text.starts_with("\x28\xB5\x2F\xFD")) {
      throw Unreadable{{source, 1, 1},
                       "the text is compressed (gzip or zstd), but only traces may be compressed; decompress "
                       "the file first"};
    }
    refuse_binary(text, source);
    read_events(text, builder);
    if (!builder.has_root()) {
      throw Unreadable{start, "the document is empty; write at least one key"};
    }
  } catch (const Unreadable& finding) {
    diagnostics.add(finding.place, finding.message);
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    const Place place = error.mark.is_null() ? start : builder.place(error.mark);
    if (const auto mistake = explain_syntax(text, place.line)) {
      diagnostics.add({source, mistake->line, mistake->column}, "syntax error: " + mistake->message);
    } else {
      diagnostics.add(place, "syntax error: " + error.msg);
    }
    return std::nullopt;
  }
  if (const auto mistake = find_open_quote(text)) {
    diagnostics.add({source, mistake->line, mistake->column}, "syntax error: " + mistake->message);
    return std::nullopt;
  }
  for (const Unreadable& finding : builder.findings()) {
    diagnostics.add(finding.place, finding.message);
  }
  return builder.take_root();
}

}  // namespace curtain::config
