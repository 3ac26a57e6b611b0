#pragma once
// The interface through which a model passes on text that it generates.
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

  /// Both throw what the receiver of the text throws, such as std::runtime_error for a full disk.
  virtual void write(std::string_view text) = 0;
  /// The text is complete. Without this call it is dropped.
  virtual void commit() = 0;
};

/// Begins a text by name, such as "d01/invocations.csv".
using OpenTextOutput = std::function<std::unique_ptr<TextOutput>(const std::string& name)>;

}  // namespace curtain
