"""Makes a tiny language model of random weights and serves it with llama.cpp's own server.

Usage: tiny.py FOLDER. Prints the port once it listens, and serves until standard input is closed.
"""

import sys
from pathlib import Path

import gguf
import numpy as np
import xllamacpp

WIDTH, HEADS, LAYERS, FEED, CONTEXT = 32, 2, 1, 64, 32768


def make(path):
    tokens = [b"<unk>", b"<s>", b"</s>"]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    for byte in range(256):
        tokens.append(f"<0x{byte:02X}>".encode())
        kinds.append(gguf.TokenType.BYTE)
    for char in range(33, 127):
        tokens.append(bytes([char]))
        kinds.append(gguf.TokenType.NORMAL)
    tokens.append("\u2581".encode())
    kinds.append(gguf.TokenType.NORMAL)
    random = np.random.default_rng(7)

    def weights(*shape):
        return (random.standard_normal(shape) * 0.2).astype(np.float32)

    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(
        "{% for message in messages %}{{ message['content'] }}\n{% endfor %}"
    )
    writer.add_tensor("token_embd.weight", weights(len(tokens), WIDTH))
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, dtype=np.float32))
    writer.add_tensor("output.weight", weights(len(tokens), WIDTH))
    for layer in range(LAYERS):
        at = f"blk.{layer}."
        writer.add_tensor(at + "attn_norm.weight", np.ones(WIDTH, dtype=np.float32))
        writer.add_tensor(at + "ffn_norm.weight", np.ones(WIDTH, dtype=np.float32))
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            writer.add_tensor(at + name + ".weight", weights(WIDTH, WIDTH))
        writer.add_tensor(at + "ffn_gate.weight", weights(FEED, WIDTH))
        writer.add_tensor(at + "ffn_up.weight", weights(FEED, WIDTH))
        writer.add_tensor(at + "ffn_down.weight", weights(WIDTH, FEED))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main():
    path = Path(sys.argv[1]) / "tiny.gguf"
    make(path)
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.warmup = False
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
