#pragma once
// A strict reader of JSON (RFC 8259) for tests. It accepts a single document without repeated keys.
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace support {

struct Json {
  enum class Kind { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  bool truth = false;
  double number = 0;
  std::string text;  ///< the text of a string, or a number as written
  std::vector<Json> items;
  std::map<std::string, Json> members;
  std::vector<std::string> keys;  ///< in the order of the document

  [[nodiscard]] const Json& operator[](const std::string& key) const {
    const auto found = members.find(key);
    if (found == members.end()) {
      throw std::runtime_error("there is no member '" + key + "'");
    }
    return found->second;
  }
};

class JsonReader {
 public:
  /// Throws std::runtime_error if the text is not a single JSON document.
  static Json read(std::string_view text) {
    JsonReader reader(text);
    Json value = reader.value();
    reader.blanks();
    if (reader.at_ != text.size()) {
      reader.fail("something behind the document");
    }
    return value;
  }

 private:
  explicit JsonReader(std::string_view text) : text_(text) {}

  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error("JSON, byte " + std::to_string(at_) + ": " + what);
  }
  void blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) {
      ++at_;
    }
  }
  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) {
      return false;
    }
    at_ += word.size();
    return true;
  }
  void need(std::string_view word) {
    blanks();
    if (!take(word)) {
      fail("expected " + std::string(word));
    }
  }

  Json value() {
    blanks();
    Json json;
    if (take("{")) {
      object(json);
    } else if (take("[")) {
      array(json);
    } else if (text_.substr(at_, 1) == "\"") {
      json.kind = Json::Kind::string;
      json.text = string();
    } else if (take("true")) {
      json.kind = Json::Kind::boolean;
      json.truth = true;
    } else if (take("false")) {
      json.kind = Json::Kind::boolean;
    } else if (!take("null")) {
      number(json);
    }
    return json;
  }

  void object(Json& json) {
    json.kind = Json::Kind::object;
    blanks();
    if (take("}")) {
      return;
    }
    do {
      blanks();
      std::string key = string();
      need(":");
      json.keys.push_back(key);
      if (!json.members.emplace(key, value()).second) {
        fail("the key '" + key + "' twice");
      }
      blanks();
    } while (take(","));
    need("}");
  }

  void array(Json& json) {
    json.kind = Json::Kind::array;
    blanks();
    if (take("]")) {
      return;
    }
    do {
      json.items.push_back(value());
      blanks();
    } while (take(","));
    need("]");
  }

  std::string string() {
    if (!take("\"")) {
      fail("expected a string");
    }
    std::string out;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (static_cast<unsigned char>(text_[at_]) < 0x20) {
        fail("a control character in a string");
      }
      if (text_[at_] != '\\') {
        out += text_[at_++];
        continue;
      }
      ++at_;
      escape(out);
    }
    if (!take("\"")) {
      fail("a string without its end");
    }
    return out;
  }

  void escape(std::string& out) {
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const std::size_t which = at_ < text_.size() ? names.find(text_[at_]) : std::string_view::npos;
    if (which != std::string_view::npos) {
      out += meanings[which];
      ++at_;
    } else if (take("u00") && at_ + 2 <= text_.size()) {  // no other character is written in this form
      out += static_cast<char>(std::strtol(std::string(text_.substr(at_, 2)).c_str(), nullptr, 16));
      at_ += 2;
    } else {
      fail("an unknown escape");
    }
  }

  void number(Json& json) {
    const std::size_t start = at_;
    const auto digits = [this] {
      const std::size_t first = at_;
      while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
        ++at_;
      }
      if (at_ == first) {
        fail("expected a value");
      }
    };
    take("-");
    if (!take("0")) {
      digits();
    }
    if (take(".")) {
      digits();
    }
    if (take("e") || take("E")) {
      if (!take("+")) {
        take("-");
      }
      digits();
    }
    json.kind = Json::Kind::number;
    json.text = text_.substr(start, at_ - start);
    json.number = std::strtod(json.text.c_str(), nullptr);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

inline Json parse_json(std::string_view text) {
  return JsonReader::read(text);
}

}  // namespace support
