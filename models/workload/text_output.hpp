#pragma once
// Where text goes that a model makes.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace curtain {

/// Takes text piece by piece. A model writes no files: its caller passes one of these.
class TextOutput {
 public:
  TextOutput() = default;
  TextOutput(const TextOutput&) = delete;
  TextOutput& operator=(const TextOutput&) = delete;
  virtual ~TextOutput() = default;

  /// Throws what the taker of the text throws, such as std::runtime_error for a full disk; as does commit().
  virtual void write(std::string_view text) = 0;
  /// All is written. Without it the text is dropped.
  virtual void commit() = 0;
};

/// Begins a text by name, such as "d01/invocations.csv".
using OpenTextOutput = std::function<std::unique_ptr<TextOutput>(const std::string& name)>;

}  // namespace curtain
