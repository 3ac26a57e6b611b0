#pragma once
// Price lists: what a provider charged, era by era; the ones built in and those in files.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/node.hpp"
#include "models/config/reader.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

struct EmbeddedPriceList {
  std::string_view name;  ///< the file's name without its ending
  std::string_view text;
};

/// Every file of scenarios/prices/, in the order of their names; made by CMake.
const std::vector<EmbeddedPriceList>& embedded_price_lists();

/// A day of the Gregorian calendar as the number yyyymmdd, which sorts as days do.
struct Day {
  std::uint32_t number = 0;
};
std::string to_string(Day day);

/// The days that "2018", "2018-06" or "2018-06-15" covers.
struct Days {
  Day first;
  Day last;
};
std::optional<Days> parse_days(std::string_view text);

/// A time of the same prices.
struct PriceEra {
  std::string name;
  Day from;
  std::optional<Day> until;  ///< the last day; nothing: prices still hold
  std::string source;
  BillingParameters billing;
};

/// What a provider charges and a list does not have.
struct LeftOut {
  std::string charge;        ///< in a few words, as reports list it
  std::optional<Day> from;   ///< absent: for as long as the list goes back
  std::optional<Day> until;  ///< its last day; absent: still charged
  std::string note;          ///< the rule and the price, where they are known
};

struct PriceList {
  std::string name;
  std::string description;
  std::vector<LeftOut> leaves_out;
  std::vector<PriceEra> eras;  ///< in order of time, none over another
};

/// The charges that the list leaves out in an era, in the order of the list.
std::vector<const LeftOut*> left_out_in(const PriceList& list, const PriceEra& era);

/// Reads a list from the text of its file. What is wrong goes to `reader`; then there is none.
std::optional<PriceList> read_price_list(const std::string& name, std::string_view text,
                                         const std::string& file, Reader& reader);

/// The lists built in, in the order of their names.
std::vector<PriceList> built_in_price_lists();

/// "aws-lambda-2020-1ms" and so on: every era of the lists built in.
std::vector<std::string> names_of_eras();

/// The era of a list built in that holds on a day such as "2023-04-09", by its name as `billing.prices` takes
/// it; nothing if there is no such list, or no era then.
std::optional<std::string> era_on(std::string_view list, std::string_view day);

/// Reads what `billing.prices` says: an era by its name, or {LIST: ERA} or {LIST: DAY}, where LIST is built
/// in or a path to a YAML file. All of `billing` becomes that era's. Errors go to `reader`.
void read_prices(const Node& node, Reader& reader, BillingParameters& billing);

}  // namespace curtain::config
