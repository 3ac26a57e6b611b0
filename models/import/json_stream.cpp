#include "models/import/json_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

namespace curtain {
namespace {

using Json = nlohmann::json;

/// Adapts the bytes of a log to the input of the library. All copies share the position in the log.
class Bytes {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  Bytes() = default;
  Bytes(LogBytes& bytes, bool in_line) : bytes_(&bytes), in_line_(in_line) {}

  char operator*() const { return bytes_->peek(); }
  Bytes& operator++() {
    bytes_->advance();
    return *this;
  }
  Bytes operator++(int) {
    bytes_->advance();
    return *this;
  }
  /// The library compares this only with the end, which is never equal.
  friend bool operator==(const Bytes& a, const Bytes& b) { return a.ended() && b.ended(); }
  friend bool operator!=(const Bytes& a, const Bytes& b) { return !(a == b); }

 private:
  [[nodiscard]] bool ended() const {
    return bytes_ == nullptr || bytes_->at_end() || (in_line_ && bytes_->peek() == '\n');
  }

  LogBytes* bytes_ = nullptr;
  bool in_line_ = false;
};

/// Extracts the reason from a message of the library such as "[json.exception.parse_error.101] parse error at
/// line 1, column 20: syntax error while parsing value - unexpected end of input; expected '}'".
std::string reason_of(const std::string& message) {
  const std::size_t colon = message.find(": ");
  const std::string reason = colon == std::string::npos ? message : message.substr(colon + 2);
  const std::size_t dash = reason.find(" - ");
  return dash == std::string::npos ? reason : reason.substr(dash + 3);
}

}  // namespace

/// Builds a tree of the document. Derived classes add actions at the start and the end of a value.
class JsonTreeBuilder : public nlohmann::json_sax<Json> {
 public:
  explicit JsonTreeBuilder(JsonTree& tree) : tree_(tree) {}

  bool null() override { return leaf(JsonView::Kind::null, ""); }
  bool boolean(bool value) override { return leaf(JsonView::Kind::boolean, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override {
    return leaf(JsonView::Kind::number, std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return leaf(JsonView::Kind::number, std::to_string(value));
  }
  bool number_float(number_float_t /*value*/, const string_t& digits) override {
    return leaf(JsonView::Kind::number, digits);
  }
  bool string(string_t& value) override { return leaf(JsonView::Kind::string, value); }
  bool binary(binary_t& /*value*/) override { return false; }  // JSON has no binary values
  bool start_object(std::size_t /*size*/) override { return start(JsonView::Kind::object); }
  bool start_array(std::size_t /*size*/) override { return start(JsonView::Kind::array); }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }
  bool key(string_t& name) override {
    tree_.name(name);
    return true;
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*last*/,
                   const Json::exception& error) override {
    problem_ = reason_of(error.what());
    return false;
  }

  [[nodiscard]] std::string problem() const { return problem_; }

 protected:
  virtual void started(std::uint32_t /*node*/) {}
  virtual void ended(std::uint32_t /*node*/) {}
  [[nodiscard]] virtual bool is_stopped() const { return false; }
  [[nodiscard]] JsonTree& tree() const { return tree_; }

 private:
  bool leaf(JsonView::Kind kind, std::string_view text) {
    ended(tree_.add(kind, text));
    return fits();
  }
  bool start(JsonView::Kind kind) {
    if (tree_.depth() == JsonStream::kDeepest) {
      problem_ =
          fmt::format("values are nested deeper than {} levels, which is the limit", JsonStream::kDeepest);
      return false;
    }
    started(tree_.add(kind, ""));
    return fits();
  }
  bool end() {
    const std::uint32_t node = tree_.open(tree_.depth() - 1);
    tree_.close();
    ended(node);
    return fits();
  }
  bool fits() {
    if (is_stopped()) {
      problem_ = "stopped";
      return false;
    }
    if (tree_.size() <= JsonStream::kLargest) {
      return true;
    }
    problem_ = fmt::format("a value is larger than {} MiB, which is the limit", JsonStream::kLargest >> 20);
    return false;
  }

  JsonTree& tree_;
  std::string problem_;
};

class JsonStream::Handler : public JsonTreeBuilder {
 public:
  Handler(JsonStream& stream, LogBytes& bytes, JsonReceiver& receiver)
      : JsonTreeBuilder(stream.tree_), stream_(stream), bytes_(bytes), receiver_(receiver) {}

 private:
  /// True if the values of the open array `node` are passed on one by one.
  [[nodiscard]] bool is_streamed(std::size_t depth) const {
    const JsonView array(&tree(), tree().open(depth));
    if (!array.is(JsonView::Kind::array) || std::find(stream_.streamed_.begin(), stream_.streamed_.end(),
                                                      array.key()) == stream_.streamed_.end()) {
      return false;
    }
    // True for the root, for a member of the root, and for a member of an object in a streamed array.
    return depth == 0 ||
           (array.parent().is(JsonView::Kind::object) && (depth == 1 || is_streamed(depth - 2)));
  }

  [[nodiscard]] bool is_stopped() const override { return receiver_.is_stopped(); }

  void started(std::uint32_t /*node*/) override {
    const std::size_t depth = tree().depth();
    if (depth == 1 || is_streamed(depth - 2)) {
      stream_.line_ = bytes_.line_number();
      bytes_.mark(LogBytes::of_record, 1);
    }
  }

  void ended(std::uint32_t node) override {
    const std::size_t depth = tree().depth();
    if (depth == 0) {
      receiver_.document(tree().root());
    } else if (is_streamed(depth - 1) && receiver_.element(JsonView(&tree(), node))) {
      tree().drop(node);
    }
  }

  JsonStream& stream_;
  LogBytes& bytes_;
  JsonReceiver& receiver_;
};

std::string JsonStream::read(LogBytes& bytes, bool in_line, JsonReceiver& receiver) {
  tree_.clear();
  line_ = bytes.line_number();
  bytes.mark(LogBytes::of_record);
  Handler handler(*this, bytes, receiver);
  Json::sax_parse(Bytes(bytes, in_line), Bytes(), &handler, Json::input_format_t::json, false);
  return handler.problem();
}

std::string parse_json(std::string_view text, JsonTree& tree) {
  tree.clear();
  JsonTreeBuilder builder(tree);
  Json::sax_parse(text.begin(), text.end(), &builder);
  return builder.problem();
}

}  // namespace curtain
