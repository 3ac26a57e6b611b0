#pragma once
// Reads JSON documents of any size and keeps only the required parts in memory. Only json_stream.cpp includes
// nlohmann's library, which takes long to compile.
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
  /// Called with a value of a streamed array. Earlier parts of the document are accessible through parent().
  /// Returns true to drop the value, or false to keep it in the document.
  virtual bool element(JsonView element) = 0;
  /// Called with the whole document, without the values that were dropped.
  virtual void document(JsonView root) = 0;
  /// Returns true to stop reading.
  [[nodiscard]] virtual bool is_stopped() const { return false; }
};

/// Reads documents. An array is streamed, which means that its values are passed on one by one, if its name
/// is in `streamed` and it is in the root of the document or in a streamed value. A root that is an array is
/// streamed if "" is in `streamed`.
class JsonStream {
 public:
  /// The maximum size of a value in memory, in bytes.
  static constexpr std::size_t kLargest = std::size_t{1} << 26;
  /// The maximum depth of nested arrays and objects. A document that is deeper is not a log.
  static constexpr std::size_t kDeepest = 256;

  explicit JsonStream(std::vector<std::string> streamed) : streamed_(std::move(streamed)) {}

  /// Reads the document that begins at the next byte, which must be '{' or '['. With `in_line`, the document
  /// must end on the same line. Returns an empty text if the document is complete. Otherwise returns the
  /// error; the current position of `bytes` is then the position of the error.
  std::string read(LogBytes& bytes, bool in_line, JsonReceiver& receiver);
  /// The line in which the current value or document began.
  [[nodiscard]] std::uint64_t line() const { return line_; }

 private:
  class Handler;

  std::vector<std::string> streamed_;
  JsonTree tree_;
  std::uint64_t line_ = 1;
};

/// Parses one document into a tree. Returns an empty text if the document is complete; otherwise the error.
std::string parse_json(std::string_view text, JsonTree& tree);

}  // namespace curtain
