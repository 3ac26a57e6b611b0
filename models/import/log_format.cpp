#include "models/import/log_format.hpp"

#include "models/import/log_names.hpp"

namespace curtain {

std::string_view name_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::cut_off:
      return "cut off";
    case Trouble::missing_field:
      return "a field is missing";
    case Trouble::not_a_number:
      return "not a number";
    case Trouble::negative:
      return "negative";
    case Trouble::too_large:
      return "too large";
    case Trouble::wrong_unit:
      return "another unit";
    case Trouble::no_time:
      return "no time";
    case Trouble::bad_time:
      return "an impossible time";
    case Trouble::binary:
      return "bytes that are not text";
    case Trouble::too_long:
      return "longer than a MiB";
    case Trouble::bad_json:
      return "incomplete JSON";
    case Trouble::unfinished:
      return "no end";
    case Trouble::damaged_file:
      return "a damaged file";
  }
  return "";
}

void LogReading::open(const std::string& path) {
  path_ = path;
  function_of_file_ = function_of_path(path);
}

void LogReading::name(LoggedInvocation& invocation) {
  if (!options_.function.empty()) {
    invocation.function = options_.function;
  } else if (invocation.function.empty()) {
    invocation.function = function_of_file_;
    ++counts_.named_by_file;
  }
}

void LogReading::take(LoggedInvocation invocation) {
  name(invocation);
  if (!options_.tenant.empty()) {
    invocation.tenant = options_.tenant;
  }
  invocation.function = in_utf8(invocation.function, function_);
  invocation.tenant = in_utf8(invocation.tenant, tenant_);
  invocation.status = in_utf8(invocation.status, status_);
  invocation.request = in_utf8(invocation.request, request_);
  invocation.instance = in_utf8(invocation.instance, instance_);
  ++counts_.records;
  ++counts_.invocations;
  counts_.proactive += invocation.proactive ? 1 : 0;
  sink_.take(invocation);
}

std::string_view LogReading::in_utf8(std::string_view text, std::string& escaped) {
  if (is_plain_text(text)) {
    return text;
  }
  ++counts_.escaped;
  escaped = escaped_text(text);
  return escaped;
}

void LogReading::refuse(Trouble trouble, std::string what) {
  ++counts_.records;
  ++counts_.broken;
  sink_.refuse({trouble, std::move(what), path_, line_, text_});
}

bool LogSample::has_key(std::string_view name) const {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    std::size_t end = at + name.size();
    if (at == 0 || text[at - 1] != '"' || end >= text.size()) {
      continue;
    }
    end += text[end] == '\\' ? 1 : 0;
    if (end < text.size() && text[end] == '"') {
      const std::size_t colon = text.find_first_not_of(" \t\r\n", end + 1);
      if (colon != std::string_view::npos && text[colon] == ':') {
        return true;
      }
    }
  }
  return false;
}

std::string_view field(const LogFields& fields, std::string_view name) {
  for (const auto& [its_name, text] : fields) {
    if (its_name == name) {
      return text;
    }
  }
  return {};
}

}  // namespace curtain
