using System.Text;
using FairExchange.Runtime.Files;

namespace FairExchange.Cli;

/// <summary>
/// Files of private keys. One is made where nothing is, for its owner alone, and is never written over or removed by any command: what is
/// encrypted to a key is read with nothing else.
/// </summary>
internal static class KeyFiles
{
    /// <summary>Of a file in PEM, and a mark before it, in bytes.</summary>
    private const int FirstLine = 64;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Its text, with the line ends and without the mark that other systems' editors put there.</summary>
    /// <param name="isFound">In a folder, and not named by anybody: it must be a plain file.</param>
    /// <exception cref="UserError">It is not there, cannot be read, is larger, or is open to others than its owner.</exception>
    public static string Read(string path, long largest, bool isFound = true)
    {
        var text = TextFile.Read(path, largest, isFound).ReplaceLineEndings("\n");
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0
            ? text
            : throw new UserError(
                $"{path} is open to others than its owner: chmod 600 it, or issue new keys if anybody may have read them");
    }

    /// <summary>Whether anything has that name: a link that leads nowhere, a pipe and a device too.</summary>
    public static bool IsTaken(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    /// <summary>Refuses a file with a private key as the place of anything else.</summary>
    /// <exception cref="IOException">It has one, in words that follow "cannot be written".</exception>
    public static void CheckNone(string path)
    {
        var buffer = new byte[FirstLine];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (buffer.AsSpan(0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)).IndexOf("PRIVATE KEY-----"u8) >= 0)
        {
            throw new IOException("it has private keys in it, which nothing could bring back");
        }
    }

    /// <summary>
    /// Makes the key's file and then its certificate's: a certificate without its key is of no use, and a key without a certificate is
    /// still a key.
    /// </summary>
    /// <returns>False where something has the key's name already, which is left as it is.</returns>
    /// <exception cref="UserError">One of them cannot be written, and neither is there.</exception>
    public static bool TryCreate(string path, string text, string certificate, string pem)
    {
        var disk = Disk.System;
        try
        {
            disk.CreateFolder(WholeFile.FolderOf(path));
            // A name that is taken is refused by the system itself, so that of two at once one makes it; a link is not followed then.
            using var file = disk.Create(path, Disk.Secret);
            try
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                disk.Flush(file);
                disk.FlushFolder(WholeFile.FolderOf(path));
                WholeFile.Write(certificate, pem);
            }
            catch (Exception problem) when ((problem is IOException or UnauthorizedAccessException or UserError) && !IsTaken(certificate))
            {
                // Nobody has been told of this key.
                disk.Delete(path);
                throw;
            }

            return true;
        }
        catch (IOException) when (IsTaken(path))
        {
            return false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be written: {problem.Message}");
        }
    }
}
