#pragma once
// The file system as a scenario sees it: bounded reading, paths relative to the file that names them, and
// what to say of a file that is not there.
#include <optional>
#include <string>
#include <vector>

namespace curtain::config {

/// The bytes of a file of at most kMostBytes. Throws std::invalid_argument with the reason why not (for a
/// missing file with the nearest name in its folder).
std::string read_text_file(const std::string& path);

/// "; did you mean 'x'?" with the nearest name in the folder of a missing file, or nothing.
std::string did_you_mean_file(const std::string& path);

/// `path` with every `${NAME}` replaced by that environment variable and `$$` by `$`. Throws
/// std::invalid_argument naming a variable that is not set, or what is malformed.
std::string expand_environment(const std::string& path);

/// `path` with every `$` doubled: expand_environment() gives it back.
std::string escape_environment(const std::string& path);

/// `path` as seen from `directory` (empty: the current one), without `.` and `..` where that can be told.
std::string path_from(const std::string& directory, const std::string& path);

/// The folder of `path`; empty for the current one.
std::string directory_of(const std::string& path);

bool is_directory(const std::string& path);

/// The names of the CSV files (.csv, .csv.gz, .csv.zst) in `directory` that hold `word`, in order.
std::vector<std::string> csv_names_with(const std::string& directory, const std::string& word);

/// The one CSV file (.csv, .csv.gz, .csv.zst) in `directory` whose name holds `word`. Throws
/// std::invalid_argument if there is none, or more than one.
std::string only_csv_with(const std::string& directory, const std::string& word);

/// The files that `path` stands for: `*` for any bytes and `?` for one in the file's name, in order of name.
/// A path without these, or that is there as it stands, is itself. Throws std::invalid_argument if no file
/// matches, or if the folder has such characters.
std::vector<std::string> matching_files(const std::string& path);

/// Why `path` cannot be read as a file ("'x.csv' does not exist; did you mean ..."), or nothing.
std::optional<std::string> why_unreadable(const std::string& path);

}  // namespace curtain::config
