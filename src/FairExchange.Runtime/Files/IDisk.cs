namespace FairExchange.Runtime.Files;

/// <summary>
/// The few things that a writer does to a disk. When the power fails, bytes are there that were flushed, and names that were made, changed or removed before
/// their folder was flushed; of all the rest some may be there and some not, in any order.
/// </summary>
public interface IDisk
{
    /// <summary>A new file; nothing may be there.</summary>
    /// <param name="mode">Who may read and write it, where the system knows owners; as usual for null.</param>
    Stream Create(string path, UnixFileMode? mode);

    /// <summary>A file that is there, to be written in its place, by nobody else at the same time.</summary>
    /// <exception cref="IOException">Another has it.</exception>
    Stream Open(string path);

    /// <summary>Returns once the bytes written are on the disk.</summary>
    /// <param name="file">From <see cref="Create"/> or <see cref="Open"/>.</param>
    void Flush(Stream file);

    /// <summary>Gives a file another name in its folder, in place of what had it.</summary>
    void Move(string from, string to);

    /// <summary>Removes a file if it is there.</summary>
    void Delete(string path);

    /// <summary>Makes a folder if it is not there, and those that it lies in; its own name is on the disk then.</summary>
    void CreateFolder(string folder);

    /// <summary>Returns once the names in it are on the disk.</summary>
    void FlushFolder(string folder);
}
