#pragma once
// Access to the file system for scenarios: limited reading, paths relative to the file that contains them,
// and messages about missing files.
#include <optional>
#include <string>
#include <vector>

namespace curtain::config {

/// The bytes of a file of at most kMostBytes. Throws std::invalid_argument with the reason if it cannot be
/// read (for a missing file with the nearest name in its folder).
std::string read_text_file(const std::string& path);

/// "; did you mean 'x'?" with the nearest name in the folder of a missing file, or nothing.
std::string did_you_mean_file(const std::string& path);

/// `path` with every `${NAME}` replaced by that environment variable and `$$` by `$`. Throws
/// std::invalid_argument with the name of a variable that is not set, or the malformed part.
std::string expand_environment(const std::string& path);

/// `path` with every `$` doubled: the inverse of expand_environment().
std::string escape_environment(const std::string& path);

/// `path` relative to `directory` (empty: the current one), without `.` and `..` where they can be resolved.
std::string path_from(const std::string& directory, const std::string& path);

/// The folder of `path`; empty for the current one.
std::string directory_of(const std::string& path);

bool is_directory(const std::string& path);

/// The names of the CSV files (.csv, .csv.gz, .csv.zst) in `directory` that contain `word`, sorted.
std::vector<std::string> csv_names_with(const std::string& directory, const std::string& word);

/// The only CSV file (.csv, .csv.gz, .csv.zst) in `directory` whose name contains `word`. Throws
/// std::invalid_argument if there is none, or more than one.
std::string only_csv_with(const std::string& directory, const std::string& word);

/// The files that match `path`, sorted by name: `*` matches any bytes and `?` one byte in the file's name. A
/// path without these characters, or to an existing file, is returned unchanged. Throws std::invalid_argument
/// if no file matches, or if the folder contains such characters.
std::vector<std::string> matching_files(const std::string& path);

/// Why `path` cannot be read as a file ("'x.csv' does not exist; did you mean ..."), or nothing.
std::optional<std::string> why_unreadable(const std::string& path);

}  // namespace curtain::config
