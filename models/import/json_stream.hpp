#pragma once
// JSON documents of any size, of which only the required parts are kept in memory. This is the only file that
// includes nlohmann's library, which takes long to compile.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/json_tree.hpp"
#include "models/import/log_bytes.hpp"

namespace curtain {

/// Receives the values of a document.
class JsonReceiver {
 public:
  virtual ~JsonReceiver() = default;
  /// A value of one of the streamed arrays; earlier parts of the document are accessible through parent().
  /// Returns true to drop the value, false to keep it in the whole document.
  virtual bool element(JsonView element) = 0;
  /// The whole document, without the elements that were dropped.
  virtual void document(JsonView root) = 0;
  /// True ends the reading early.
  [[nodiscard]] virtual bool is_stopped() const { return false; }
};

/// Reads documents. An array whose name is among `streamed` is passed on value by value if it is in the
/// document's root or in a value that is passed on in this way. A root that is an array is streamed if "" is
/// among the names.
class JsonStream {
 public:
  /// The largest value, in bytes, that is kept in memory.
  static constexpr std::size_t kLargest = std::size_t{1} << 26;
  /// The largest depth of nested arrays and objects: a deeper document is not a log.
  static constexpr std::size_t kDeepest = 256;

  explicit JsonStream(std::vector<std::string> streamed) : streamed_(std::move(streamed)) {}

  /// Reads the document that begins at the next byte, which must be '{' or '['. With `in_line`, it must end
  /// on its line. Returns an empty text if it is complete, otherwise the error; the bytes are then at the
  /// place of the error.
  std::string read(LogBytes& bytes, bool in_line, JsonReceiver& receiver);
  /// The line in which the current element or document began.
  [[nodiscard]] std::uint64_t line() const { return line_; }

 private:
  class Handler;

  std::vector<std::string> streamed_;
  JsonTree tree_;
  std::uint64_t line_ = 1;
};

/// Reads one document into a tree. Returns an empty text if it is complete, otherwise the error.
std::string parse_json(std::string_view text, JsonTree& tree);

}  // namespace curtain
