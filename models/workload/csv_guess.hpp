#pragma once
// Guesses the columns of a file without a header line, for a message that shows how to read the file.
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/csv_fields.hpp"
#include "models/workload/csv_rows.hpp"

namespace curtain {

/// True if a field is a number, a date or a time of day, which is rare in names of columns.
bool looks_like_row(const std::vector<CsvField>& fields);

/// The keys of a `csv` trace that can read the file at `path`, such as "columns: {arrival: 1, function: 2,
/// duration: 5, memory: 4}". Each column is guessed from its first rows:
/// - arrival: the first column that increases, dates and times of day before numbers;
/// - end: dates at or after the arrival, or epoch times within a day of it;
/// - function: among columns of names, the first with the most different names; if there are none, the first
///   column of small whole numbers;
/// - memory: the first column of multiples of 64 up to 65536;
/// - duration: the first column of other numbers, preferably of numbers with a point. Keys for which no
///   column is found become constants. Empty if no column increases.
std::string guessed_columns(const std::string& path);

/// The end of a message about a header in which the column `missing` is missing. It is the hint that the file
/// looks like a trace of another format ("; it looks like a trace of format azure-2021"), the hint that
/// `curtain trace import` reads logs, or a hint how to name the column. `line` is the header and `names` are
/// its columns. Empty if the scenario itself names the column.
std::string header_advice(const std::vector<std::string>& names, std::string_view line,
                          const CsvColumn& missing);

/// The name of the published format with these columns, such as "azure-2019"; empty if there is none.
std::string format_of_columns(const std::vector<std::string>& names);

/// True if a line is part of a log and not of a table: of an access log, of Lambda's records, or of JSON.
bool looks_like_log(std::string_view line);

}  // namespace curtain
