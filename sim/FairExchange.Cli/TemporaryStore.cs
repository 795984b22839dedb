using FairExchange.Runtime.Bulk;

namespace FairExchange.Cli;

/// <summary>Room on the disk for goods of any size, gone afterwards.</summary>
internal sealed class TemporaryStore : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fairexchange-");

    public TemporaryStore() => Store = new FolderStore(folder.FullName);

    public FolderStore Store { get; }

    /// <exception cref="UserError">The file cannot be read.</exception>
    public void Receive(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Store.Receive(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserError($"{path} cannot be read: {problem.Message}");
        }
    }

    public void Dispose() => folder.Delete(recursive: true);
}
