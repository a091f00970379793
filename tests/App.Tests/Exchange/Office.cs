using System.ComponentModel;
using System.Diagnostics;

namespace Campaigns.App.Tests.Exchange;

/// <summary>
/// LibreOffice, where the machine has it: opens a file as people's programs do and gives the text of the pages. A machine without it checks the files by the
/// format's validator alone.
/// </summary>
internal static class Office
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The text of the file's pages; null, said on the console, where LibreOffice or pdftotext is missing.</summary>
    public static async Task<string?> PagesAsync(byte[] file, string extension)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("office-");
        try
        {
            var path = Path.Combine(folder.FullName, $"file.{extension}");
            await File.WriteAllBytesAsync(path, file);
            var profile = new Uri(Path.Combine(folder.FullName, "profile")).AbsoluteUri;
            if (await RunAsync(
                "soffice", $"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder.FullName, path) is null)
            {
                return null;
            }
            return await RunAsync("pdftotext", "-layout", Path.Combine(folder.FullName, "file.pdf"), "-");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            using var patience = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program}: {await errors}");
        }
        catch (Win32Exception)
        {
            Console.WriteLine($"{program} is not on this machine: how the file looks in it was not checked.");
            return null;
        }
    }
}
