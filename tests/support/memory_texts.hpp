#pragma once
// A receiver of the texts that a model writes, which stores them in memory.
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "models/workload/text_output.hpp"

namespace support {

/// Stores each text by its name when it is committed. Must outlive the results of open().
class MemoryTexts {
 public:
  std::unique_ptr<curtain::TextOutput> open(const std::string& name) {
    return std::make_unique<Text>(texts_, name);
  }
  /// The committed texts.
  [[nodiscard]] const std::map<std::string, std::string>& all() const { return texts_; }
  /// Throws std::out_of_range if there is no committed text with that name.
  [[nodiscard]] const std::string& operator[](const std::string& name) const { return texts_.at(name); }

 private:
  class Text : public curtain::TextOutput {
   public:
    Text(std::map<std::string, std::string>& texts, std::string name)
        : texts_(texts), name_(std::move(name)) {}
    void write(std::string_view text) override { text_ += text; }
    void commit() override { texts_[name_] = text_; }

   private:
    std::map<std::string, std::string>& texts_;
    std::string name_;
    std::string text_;
  };

  std::map<std::string, std::string> texts_;
};

}  // namespace support
