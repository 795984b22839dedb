using FairExchange.Runtime.Bulk;

namespace FairExchange.Cli;

/// <summary>Room on the disk for goods of any size, gone afterwards.</summary>
internal sealed class TemporaryStore : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fairexchange-");

    public TemporaryStore() => Store = new FolderStore(folder.FullName);

    public FolderStore Store { get; }

    /// <exception cref="UserError">The file cannot be read.</exception>
    public void Receive(string path) => WholeFile.Read(path, Store.Receive);

    public void Dispose()
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // Ctrl-C, and what was being received is still written: the process ends, and its last file stays.
        }
    }
}
