#pragma once
// Layouts of access logs that the owner of the log specifies.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/access_words.hpp"

namespace curtain {

/// A layout that is given by the format string in the configuration of the server. It is nginx's log_format
/// ("$remote_addr .. $request_time"; ngx_http_log_module), Apache's LogFormat ("%h .. %D"; mod_log_config) or
/// an Envoy format string ("[%START_TIME%] .. %DURATION%"; "Access logging"). An instant of nginx is the end
/// of a request. An instant of Apache or Envoy is the beginning.
class AccessFormat {
 public:
  /// An empty text gives an empty format. Throws std::invalid_argument, with a message for users, if the text
  /// has no variables, no instant or no request, or has two variables without a separator.
  explicit AccessFormat(std::string_view text);

  [[nodiscard]] bool is_empty() const { return parts_.empty(); }
  /// Reads a line. Never returns AccessFit::other. The views in `record` are valid as long as `line` is.
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
    std::int64_t unit = 0;  // the unit of a duration, in nanoseconds
    std::string name;       // the name of the variable in the text
    std::string behind;     // the text between this variable and the next variable
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

/// The member of a JSON object that contains the duration. It is given as "NAME:UNIT", where the unit is s,
/// ms, us or ns.
class DurationField {
 public:
  /// An empty text gives an empty field. Throws std::invalid_argument, with a message for users, if the text
  /// has another form.
  explicit DurationField(std::string_view text);

  [[nodiscard]] bool is_empty() const { return name_.empty(); }
  /// Reads an object. Never returns AccessFit::other. An instant is the beginning of the request if its name
  /// is like start_time; otherwise it is the end.
  AccessFit read(JsonView object, AccessRecord& record) const;

 private:
  std::string name_;
  std::int64_t unit_ = 0;
};

}  // namespace curtain
