namespace Campaigns.Local.Emulator;

/// <summary>The storage emulator cannot be fetched or started; the message says what the machine lacks.</summary>
public sealed class AzuriteException : Exception
{
    /// <summary>A failure without a message.</summary>
    public AzuriteException()
    {
    }

    /// <summary>A failure.</summary>
    public AzuriteException(string message) : base(message)
    {
    }

    /// <summary>A failure that another one caused.</summary>
    public AzuriteException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
