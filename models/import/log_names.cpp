#include "models/import/log_names.hpp"

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

/// The part of an ARN at that position, all that follows for the last.
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

/// "2023-04-09-[$LATEST]0f1e2d", "000000", "2023-04-09": a part of a log, not a name.
bool is_number_of_part(std::string_view name) {
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
    best = best.empty() ? name : best;
    if (!is_number_of_part(name)) {
      return std::string(name);
    }
  }
  return best.empty() ? "function" : std::string(best);
}

}  // namespace curtain
