#pragma once
// JSON (RFC 8259), written value by value. All JSON output of the program is written by this class.
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace sim {

/// `text` as a JSON string literal, which is also valid YAML. Quotes, backslashes, control characters and DEL
/// are escaped. JSON is UTF-8, so a byte that is not part of a character becomes four characters, such as
/// `\xff`.
std::string json_string(std::string_view text);

/// The layout of the members of an object or of the items of an array.
enum class JsonLayout : std::uint8_t {
  lines,  ///< each on a separate line, indented by two spaces more than the object or array
  line,   ///< all on one line, separated by ", "
};

/// Writes one document. A call that would not produce JSON is a defect of the caller and throws
/// InvariantBroken. Examples are a key that occurs twice in one object, a value without a key in an object, a
/// key in an array, a second document, and a document that is not closed.
class JsonWriter {
 public:
  /// Writes an object; `body` writes its members and is called immediately.
  template <std::invocable Body>
  void object(JsonLayout layout, Body&& body) {
    begin('{', layout);
    std::forward<Body>(body)();
    end('}');
  }
  /// Writes an array; `body` writes its items and is called immediately.
  template <std::invocable Body>
  void array(JsonLayout layout, Body&& body) {
    begin('[', layout);
    std::forward<Body>(body)();
    end(']');
  }

  /// Writes the key of the member whose value is written next.
  void key(std::string_view name);

  void value(std::nullptr_t);
  void value(bool truth);
  /// Writes the shortest digits that read back as the same number, or null if the number is not finite.
  void value(double number);
  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(const std::string& text) { value(std::string_view(text)); }
  template <std::integral Integer>
  requires(!std::same_as<Integer, char>) void value(Integer number) {
    if constexpr (std::signed_integral<Integer>) {
      integer(static_cast<std::int64_t>(number));
    } else {
      integer(static_cast<std::uint64_t>(number));
    }
  }
  /// Writes null for an absent value.
  void value(std::monostate) { value(nullptr); }
  template <typename... Ts>
  void value(const std::variant<Ts...>& one_of) {
    std::visit([this](const auto& held) { value(held); }, one_of);
  }
  template <typename T>
  void value(const std::optional<T>& optional) {
    optional ? value(*optional) : value(nullptr);
  }
  /// Writes `text`, which must be a number, true, false or null, unchanged. Throws InvariantBroken for any
  /// other text.
  void literal(std::string_view text);

  template <typename T>
  void member(std::string_view name, const T& of_member) {
    key(name);
    value(of_member);
  }
  /// Writes a member that is an array of values.
  template <typename Range>
  void list(std::string_view name, const Range& items, JsonLayout layout = JsonLayout::line) {
    key(name);
    array(layout, [&] {
      for (const auto& item : items) {
        value(item);
      }
    });
  }

  /// The document, with a line feed at the end.
  [[nodiscard]] std::string document() const;

 private:
  struct Open {
    bool is_object;
    bool is_empty;
    JsonLayout layout;
    std::unordered_set<std::string> keys;  // only searched, never iterated
  };

  void begin(char bracket, JsonLayout layout);
  void end(char bracket);
  void integer(std::int64_t number);
  void integer(std::uint64_t number);
  /// Writes the text before a value or a key: a comma, a line feed and spaces.
  void before_value();
  void separate();
  void break_line();

  std::string text_;
  std::vector<Open> open_;
  bool has_key_ = false;  // a key has been written, so its value must follow
};

}  // namespace sim
