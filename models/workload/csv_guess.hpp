#pragma once
// Guesses the columns of a file without a header line, for a message that shows how to read it.
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/csv_fields.hpp"
#include "models/workload/csv_rows.hpp"

namespace curtain {

/// True if some field is a number, a date or a time of day, which is rare for names of columns.
bool looks_like_row(const std::vector<CsvField>& fields);

/// Keys of a `csv` trace that would read the file at `path`, such as "columns: {arrival: 1, function: 2,
/// duration: 5, memory: 4}". Each column is guessed from its first rows:
/// - arrival: the first column that increases, dates and times of day before numbers;
/// - end: dates at or after the arrival, or epoch times within a day of it;
/// - function: among columns of names, the first with the most different names; without any, the first of
///   small whole numbers;
/// - memory: the first column of multiples of 64 up to 65536;
/// - duration: the first column of other numbers, preferring numbers with a point.
/// Keys without a column become constants. Empty if no column increases.
std::string guessed_columns(const std::string& path);

/// The end of a message about the header `line` of a `csv` trace whose `names` lack the column `missing`: ";
/// it looks like a trace of format azure-2021", a hint that `curtain trace import` reads logs, or how to name
/// the column. Empty for a column for which the scenario sets another name.
std::string header_advice(const std::vector<std::string>& names, std::string_view line,
                          const CsvColumn& missing);

/// The published format that has these columns, such as "azure-2019"; empty if there is none.
std::string format_of_columns(const std::vector<std::string>& names);

/// True if a line is from a log and not from a table: an access log, Lambda's records, or JSON.
bool looks_like_log(std::string_view line);

}  // namespace curtain
