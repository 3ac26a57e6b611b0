#include "tools/curtain/results/temporary_place.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {
namespace fs = std::filesystem;

namespace {

constexpr const char* kMark = ".writing-";
constexpr int kMostAttempts = 100;

/// True if `name` is a temporary name for `wanted`.
bool is_temporary_name(const std::string& name, const std::string& wanted) {
  const std::string front = wanted + kMark;
  return name.size() > front.size() && name.starts_with(front) &&
         name.find_first_not_of("0123456789-", front.size()) == std::string::npos;
}

/// Removes the temporary files for `path` of runs that have ended. A file whose lock is held belongs to a
/// live run. If locks are not supported, nothing is removed.
void remove_remains(const std::string& path) {
  const fs::path wanted(path);
  const fs::path folder = wanted.has_parent_path() ? wanted.parent_path() : fs::path(".");
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (is_temporary_name(it->path().filename().string(), wanted.filename().string())) {
      found.push_back(it->path().string());
    }
  }
  for (const std::string& name : found) {
    const int descriptor = open(name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
      continue;
    }
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
      fs::remove_all(name, error);
    }
    close(descriptor);
  }
}

}  // namespace

/// Creates the file or folder. Returns false if another run used the name, or removed the file before it was
/// locked.
bool TemporaryPlace::make(Kind kind) {
  if (kind == Kind::folder) {
    if (mkdir(place_.c_str(), 0777) != 0) {
      return false;
    }
    lock_ = open(place_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  } else {
    lock_ = open(place_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  }
  if (lock_ < 0) {
    return false;
  }
  flock(lock_, LOCK_EX);  // if locks are not supported, other runs also remove nothing
  struct stat own {};
  struct stat named {};
  if (fstat(lock_, &own) == 0 && stat(place_.c_str(), &named) == 0 && own.st_ino == named.st_ino) {
    return true;
  }
  close(lock_);
  lock_ = -1;
  errno = EEXIST;
  return false;
}

TemporaryPlace::TemporaryPlace(std::string path, Kind kind) : path_(std::move(path)) {
  const fs::path above = fs::path(path_).parent_path();
  std::error_code error;
  if (!above.empty()) {
    fs::create_directories(above, error);
  }
  if (error) {
    throw UsageError{"'" + above.string() + "' cannot be created: " + error.message()};
  }
  remove_remains(path_);
  const std::string base = path_ + kMark + std::to_string(getpid());
  place_ = base;
  for (int i = 2; !make(kind); ++i) {
    if (errno != EEXIST || i > kMostAttempts) {
      throw UsageError{"'" + place_ + "' cannot be created: " + std::generic_category().message(errno)};
    }
    place_ = base + "-" + std::to_string(i);
  }
  goes_.emplace(place_);
}

TemporaryPlace::~TemporaryPlace() {
  if (!is_committed_) {
    std::error_code ignored;
    fs::remove_all(place_, ignored);
  }
  close(lock_);
}

void TemporaryPlace::commit() {
  std::error_code error;
  fs::rename(place_, path_, error);
  if (error) {
    throw std::runtime_error("'" + place_ + "' could not be renamed to '" + path_ + "': " + error.message());
  }
  is_committed_ = true;
}

}  // namespace curtain::tools
