#pragma once
// Layouts of access logs that are given by the log's owner.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/access_words.hpp"

namespace curtain {

/// A layout given as the string that its server was configured with: nginx's log_format ("$remote_addr ..
/// $request_time"; ngx_http_log_module), Apache's LogFormat ("%h .. %D"; mod_log_config) or an Envoy format
/// string ("[%START_TIME%] .. %DURATION%"; "Access logging"). nginx's instants are the end of a request,
/// Apache's and Envoy's its beginning.
class AccessFormat {
 public:
  /// Empty for an empty text. Throws std::invalid_argument, with a message for users, for a text without
  /// variables, without an instant or without a request, or with two variables without a separator.
  explicit AccessFormat(std::string_view text);

  [[nodiscard]] bool is_empty() const { return parts_.empty(); }
  /// Reads a line; never returns AccessFit::other. The views in `record` are valid as long as `line` is.
  AccessFit read(std::string_view line, AccessRecord& record) const;

 private:
  enum class Use : std::uint8_t {
    none,
    begin,
    end,
    request,
    method,
    path,
    status,
    duration,
    upstream,
    request_id
  };
  struct Part {
    Use use = Use::none;
    std::int64_t unit = 0;  // for a duration, in nanoseconds
    std::string name;       // as written in the text
    std::string behind;     // the text between this variable and the next
  };

  static Part nginx_part(std::string_view name);
  static Part apache_part(std::string_view argument, char letter);
  static Part envoy_part(std::string_view name);
  void split_nginx(std::string_view text);
  void split_apache(std::string_view text);
  void split_envoy(std::string_view text);
  void literal(char character);
  void check() const;
  static bool take(std::string_view& rest, const Part& part, std::string_view& value);
  AccessFit use(const std::vector<std::string_view>& values, AccessRecord& record) const;

  std::string before_;  // the text before the first variable
  std::vector<Part> parts_;
};

/// The member of a JSON object that contains the duration, as "NAME:UNIT" with a unit of s, ms, us or ns.
class DurationField {
 public:
  /// Empty for an empty text. Throws std::invalid_argument, with a message for users, for another form.
  explicit DurationField(std::string_view text);

  [[nodiscard]] bool is_empty() const { return name_.empty(); }
  /// Reads an object; never returns AccessFit::other. An instant under a name such as start_time is the
  /// beginning, any other the end.
  AccessFit read(JsonView object, AccessRecord& record) const;

 private:
  std::string name_;
  std::int64_t unit_ = 0;
};

}  // namespace curtain
