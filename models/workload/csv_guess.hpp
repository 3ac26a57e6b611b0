#pragma once
// Guesses the columns of a file without a header line, for a message that shows how to read it.
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/csv_fields.hpp"
#include "models/workload/csv_rows.hpp"

namespace curtain {

/// True if some field is a number, a date or a time of day, which names of columns rarely are.
bool looks_like_row(const std::vector<CsvField>& fields);

/// Keys of a `csv` trace that would read the file at `path`, such as "columns: {arrival: 1, function: 2,
/// duration: 5, memory: 4}", each column guessed from what its first rows hold:
///  - arrival: the first that goes up, dates and times of day before numbers;
///  - end: dates at or after the arrival, or epoch times within a day of it;
///  - function: the first of names, of those the one with most different ones; without any the first of small
///    whole numbers;
///  - memory: the first of multiples of 64 up to 65536;
///  - duration: the first of other numbers, one with a point before whole ones.
/// What no column holds is a constant. Nothing if no column goes up.
std::string guessed_columns(const std::string& path);

/// What to do about the header `line` of a `csv` trace, whose `names` lack the column `missing`, as the end
/// of a message: "; it looks like a trace of format azure-2021", that a log is for `curtain trace import`, or
/// how to name the column. Empty for a column that does not have its usual name, as the scenario gives
/// another.
std::string header_advice(const std::vector<std::string>& names, std::string_view line,
                          const CsvColumn& missing);

/// The published format whose columns these are, such as "azure-2019"; empty if they are of none.
std::string format_of_columns(const std::vector<std::string>& names);

/// True if a line is of a log and not of a table: an access log, Lambda's records, or JSON.
bool looks_like_log(std::string_view line);

}  // namespace curtain
