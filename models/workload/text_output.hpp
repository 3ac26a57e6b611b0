#pragma once
// The interface by which a model outputs generated text.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace curtain {

/// Receives text piece by piece. A model writes no files. Its caller provides an object with this interface.
class TextOutput {
 public:
  TextOutput() = default;
  TextOutput(const TextOutput&) = delete;
  TextOutput& operator=(const TextOutput&) = delete;
  virtual ~TextOutput() = default;

  /// Both functions throw the exceptions of the receiver, such as std::runtime_error if a disk is full.
  virtual void write(std::string_view text) = 0;
  /// States that the text is complete. Without this call the text is discarded.
  virtual void commit() = 0;
};

/// Opens the output for a text by its name, such as "d01/invocations.csv".
using OpenTextOutput = std::function<std::unique_ptr<TextOutput>(const std::string& name)>;

}  // namespace curtain
