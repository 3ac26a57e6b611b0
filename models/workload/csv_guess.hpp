#pragma once
// What the columns of a file without a header line may be, for a message that shows how to read it.
#include <string>
#include <vector>

#include "models/workload/csv_fields.hpp"

namespace curtain {

/// True if some field is a number, a date or a time of day, as the names of columns seldom are.
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

}  // namespace curtain
