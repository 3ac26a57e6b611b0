#include "models/import/log_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace curtain {
namespace {

constexpr std::string_view kLambdaGroup = "/aws/lambda/";

bool is_account(std::string_view text) {
  return text.size() == 12 && std::all_of(text.begin(), text.end(), [](char character) {
           return character >= '0' && character <= '9';
         });
}

/// The part of an ARN at a position. The last position returns the whole rest.
std::string_view part_of(std::string_view arn, std::size_t position, bool with_rest) {
  for (; position > 0; --position) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) {
      return {};
    }
    arn.remove_prefix(colon + 1);
  }
  return with_rest ? arn : arn.substr(0, arn.find(':'));
}

bool is_digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

/// True for the id of an export task, such as "c4b7bf66-0a51-4a9c-8f6d-0123456789ab".
bool is_uuid(std::string_view text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-' &&
         text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

/// The number of bytes of the UTF-8 character that begins at `at`. The result is 0 if there is no such
/// character (RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF).
std::size_t utf8_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned>(static_cast<unsigned char>(text[i])) : 0u;
  };
  const unsigned first = byte(at);
  if (first < 0x80) {
    return 1;
  }
  const std::size_t size = first >= 0xC2 && first <= 0xDF   ? 2
                           : first >= 0xE0 && first <= 0xEF ? 3
                           : first >= 0xF0 && first <= 0xF4 ? 4
                                                            : 0;
  const unsigned least = first == 0xE0 ? 0xA0u : first == 0xF0 ? 0x90u : 0x80u;
  const unsigned most = first == 0xED ? 0x9Fu : first == 0xF4 ? 0x8Fu : 0xBFu;
  for (std::size_t i = 1; i < size; ++i) {
    if (byte(at + i) < (i == 1 ? least : 0x80u) || byte(at + i) > (i == 1 ? most : 0xBFu)) {
      return 0;
    }
  }
  return size;
}

bool is_control(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte < 0x20 || byte == 0x7F;
}

/// True for a name of a part of a log that is not the name of a function: "2023-04-09-[$LATEST]0f1e2d",
/// "000000", "2023-04-09", or the id of a task.
bool is_number_of_part(std::string_view name) {
  if (is_uuid(name)) {
    return true;
  }
  const auto letters = std::count_if(name.begin(), name.end(), [](char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  });
  return letters == 0 || name.find("[$LATEST]") != std::string_view::npos ||
         (name.size() > 10 && name[4] == '-' && name[7] == '-' && name[10] == '-' &&
          name.find('[') != std::string_view::npos);
}

std::string_view without_endings(std::string_view name) {
  constexpr std::array<std::string_view, 9> endings{".gz",   ".zst",   ".txt",    ".log", ".csv",
                                                    ".json", ".jsonl", ".ndjson", ".out"};
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view ending : endings) {
      if (name.size() > ending.size() && name.ends_with(ending)) {
        name.remove_suffix(ending.size());
        found = true;
      }
    }
  }
  return name;
}

}  // namespace

LogOwner owner_of_arn(std::string_view arn) {
  if (!arn.starts_with("arn:") || part_of(arn, 2, false) != "lambda") {
    return {};
  }
  const std::string_view account = part_of(arn, 4, false);
  return {part_of(arn, 6, false), is_account(account) ? account : std::string_view{}};
}

LogOwner owner_of_group(std::string_view group) {
  LogOwner owner;
  if (group.starts_with("arn:")) {
    owner.account = part_of(group, 4, false);
    group = part_of(group, 6, true);
    if (group.ends_with(":*")) {
      group.remove_suffix(2);
    }
  } else if (const std::string_view account = group.substr(0, group.find(':'));
             account.size() < group.size() && is_account(account)) {
    owner.account = account;
    group.remove_prefix(account.size() + 1);
  }
  owner.account = is_account(owner.account) ? owner.account : std::string_view{};
  owner.function = group.starts_with(kLambdaGroup) && group.size() > kLambdaGroup.size()
                       ? group.substr(kLambdaGroup.size())
                       : group;
  return owner;
}

std::string_view function_of_stream(std::string_view stream) {
  constexpr std::size_t date = 11;  // length of "2023/04/09/"
  if (stream.size() <= date || !is_digit_at(stream, 0) || !is_digit_at(stream, 3) ||
      (stream[4] != '/' && stream[4] != '-') || stream[7] != stream[4] || stream[10] != stream[4]) {
    return {};
  }
  const std::size_t bracket = stream.find('[', date);
  return bracket == std::string_view::npos ? std::string_view{} : stream.substr(date, bracket - date);
}

bool is_plain_text(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = is_control(text[at]) ? 0 : utf8_at(text, at);
    if (size == 0) {
      return false;
    }
    at += size;
  }
  return true;
}

std::string escaped_text(std::string_view text) {
  std::string escaped;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = is_control(text[at]) ? 0 : utf8_at(text, at);
    escaped += size == 0
                   ? fmt::format("\\x{:02X}", static_cast<unsigned>(static_cast<unsigned char>(text[at])))
                   : std::string(text.substr(at, size));
    at += std::max<std::size_t>(size, 1);
  }
  return escaped;
}

std::string function_of_path(std::string_view path) {
  std::string_view best;
  while (!path.empty()) {
    const std::size_t slash = path.rfind('/');
    const std::string_view name =
        without_endings(slash == std::string_view::npos ? path : path.substr(slash + 1));
    path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
    if (name.empty() || name == "." || name == "..") {
      continue;
    }
    if (const std::string_view function = function_of_stream(name); !function.empty()) {
      return std::string(function);
    }
    best = best.empty() ? name : best;
    if (!is_number_of_part(name)) {
      return std::string(name);
    }
  }
  return best.empty() ? "function" : std::string(best);
}

}  // namespace curtain
