#include "models/workload/azure_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace curtain {
namespace {

constexpr std::size_t kMostMinutes = 100'000;
constexpr std::size_t kLongestMinute = 9;  // maximum number of digits of a minute

bool is_minute(const std::string& name) {
  return !name.empty() && name.size() <= kLongestMinute &&
         name.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

AzureHashes::AzureHashes(const CsvHeader& header)
    : owner(header.find("HashOwner")),
      application(header.find("HashApp")),
      function(header.find("HashFunction")) {}

AzureMinutes azure_minutes(const LineReader& reader, const CsvHeader& header) {
  AzureMinutes minutes;
  std::vector<std::pair<std::int64_t, std::size_t>> numbered;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string& name = header.name(i);
    if (is_minute(name)) {
      numbered.emplace_back(std::stoll(name), i);
    } else if (!name.empty() && name != "HashOwner" && name != "HashApp" && name != "HashFunction" &&
               name != "Trigger") {
      minutes.others.push_back(name);
    }
  }
  if (numbered.empty()) {
    reader.fail(1,
                "there are no columns of minutes; the columns must be HashOwner,HashApp,HashFunction,Trigger "
                "and minutes such as 1..1440");
  }
  std::sort(numbered.begin(), numbered.end());
  for (std::size_t i = 0; i < numbered.size(); ++i) {
    const std::int64_t due = numbered.front().first + static_cast<std::int64_t>(i);
    const std::size_t column = numbered[i].second;
    if (numbered[i].first != due) {
      reader.fail(header.position(column),
                  fmt::format("column {} is {}; minutes must be consecutive, so {} is expected", column + 1,
                              in_quotes(header.name(column)), due));
    }
    minutes.columns.push_back(column);
  }
  if (numbered.size() > kMostMinutes) {
    reader.fail(1, fmt::format("there are {} columns of minutes; at most {} are allowed", numbered.size(),
                               kMostMinutes));
  }
  return minutes;
}

AzureFile::AzureFile(const std::string& path) : reader_(path), header_(reader_), hashes_(header_) {}

bool AzureFile::next() {
  std::string_view line;
  if (!reader_.next(line)) {
    return false;
  }
  fields_ = &splitter_.split(reader_, line);
  header_.require_whole(reader_, *fields_);
  return true;
}

std::int64_t AzureFile::number(std::size_t column, const DecimalReader& decimals, const char* needed) const {
  std::int64_t units = 0;
  if (decimals.read(trimmed(text(column)), units) != DecimalReader::Outcome::ok) {
    fail(column, needed);
  }
  return units;
}

void AzureFile::fail(std::size_t column, const std::string& needed) const {
  reader_.fail((*fields_)[column].column,
               fmt::format("{} is {}; {}", header_.name(column), in_quotes(text(column)), needed));
}

}  // namespace curtain
