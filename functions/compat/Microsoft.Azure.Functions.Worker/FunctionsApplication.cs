namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>The entry point of a function app.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with the default configuration; <paramref name="args"/> are the command line.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
