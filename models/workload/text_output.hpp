#pragma once
// The interface through which a model passes on generated text.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace curtain {

/// Receives text piece by piece. A model writes no files: its caller passes an object of this interface.
class TextOutput {
 public:
  TextOutput() = default;
  TextOutput(const TextOutput&) = delete;
  TextOutput& operator=(const TextOutput&) = delete;
  virtual ~TextOutput() = default;

  /// Both functions throw the exceptions of the receiver, such as std::runtime_error for a full disk.
  virtual void write(std::string_view text) = 0;
  /// The text is complete. Without this call it is discarded.
  virtual void commit() = 0;
};

/// Begins a text by name, such as "d01/invocations.csv".
using OpenTextOutput = std::function<std::unique_ptr<TextOutput>(const std::string& name)>;

}  // namespace curtain
