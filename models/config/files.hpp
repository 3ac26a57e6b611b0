#pragma once
// Access to files for scenarios: reading up to a size limit, paths relative to the file that contains the
// path, and messages about missing files.
#include <optional>
#include <string>
#include <vector>

namespace curtain::config {

/// Returns the contents of a file of at most kMostBytes bytes. Throws std::invalid_argument with the reason
/// if the file cannot be read. For a missing file, the reason has the nearest name in its folder.
std::string read_text_file(const std::string& path);

/// "; did you mean 'x'?" with the nearest name in the folder of a missing file, or an empty text.
std::string did_you_mean_file(const std::string& path);

/// Returns `path` with every `${NAME}` replaced by the environment variable NAME and every `$$` by `$`.
/// Throws std::invalid_argument if the variable is not set or a `$` has no name.
std::string expand_environment(const std::string& path);

/// Returns `path` with every `$` doubled. This is the inverse of expand_environment().
std::string escape_environment(const std::string& path);

/// Returns `path` relative to `directory`, without `.` and `..` where they can be resolved. An empty
/// `directory` is the current folder.
std::string path_from(const std::string& directory, const std::string& path);

/// The folder of `path`; empty for the current folder.
std::string directory_of(const std::string& path);

bool is_directory(const std::string& path);

/// The sorted names of the CSV files (.csv, .csv.gz, .csv.zst) in `directory` whose names contain `word`.
std::vector<std::string> csv_names_with(const std::string& directory, const std::string& word);

/// The only CSV file (.csv, .csv.gz, .csv.zst) in `directory` whose name contains `word`. Throws
/// std::invalid_argument if no file, or more than one file, has such a name.
std::string only_csv_with(const std::string& directory, const std::string& word);

/// The files that match `path`, sorted by name. In the name of the file, `*` matches any number of bytes and
/// `?` matches one byte. A path without wildcards, or the path of an existing file, is returned unchanged.
/// Throws std::invalid_argument if no file matches, or if the name of the folder has wildcards.
std::vector<std::string> matching_files(const std::string& path);

/// The reason why `path` cannot be read as a file ("'x.csv' does not exist; did you mean ..."); nothing if it
/// can be read.
std::optional<std::string> why_unreadable(const std::string& path);

}  // namespace curtain::config
